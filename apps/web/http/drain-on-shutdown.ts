import type { Server } from "node:http";

import { watchParent, type Logger } from "@pulse/kit";

type Draining = {
  readonly server: Server;
  readonly logger: Logger;
  /** Called first, so that readiness already says no. */
  readonly onDrain: () => void;
  /** Called when the last answer is out. */
  readonly close: () => Promise<void>;
};

const drainLimitMs = 10_000;

/** Ends the process once the answers under way are out: on SIGTERM, on SIGINT, and when the parent is gone. */
export function drainOnShutdown(draining: Draining): void {
  let isDraining = false;
  const drain = (reason: string): void => {
    if (isDraining) return;
    isDraining = true;
    draining.logger.info({ reason }, "draining");
    void shutDown(draining);
  };
  process.on("SIGTERM", () => drain("SIGTERM"));
  process.on("SIGINT", () => drain("SIGINT"));
  watchParent({ onGone: () => drain("the parent process is gone"), onLate: () => process.exit(1) });
}

async function shutDown({ server, logger, onDrain, close }: Draining): Promise<void> {
  onDrain();
  const { promise: isClosed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), drainLimitMs);
  await isClosed;
  clearTimeout(timer);
  try {
    await close();
  } catch (error) {
    logger.warn({ err: error }, "a part did not close cleanly");
  }
  logger.info("stopped");
  process.exit(0);
}
