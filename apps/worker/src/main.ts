import { readFileSync } from "node:fs";
import path from "node:path";

import { startTracing } from "@pulse/actions";
import { createLogger, isAppError, tellParent, watchParent } from "@pulse/kit";
import { z } from "zod";

import { readWorkerEnv, type WorkerEnv } from "./env.ts";
import { serveWorker } from "./serve-worker.ts";

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, "..", "package.json"), "utf8")));

try {
  await run(readWorkerEnv(process.env));
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === "invalid" ? 2 : 1);
}

async function run(env: WorkerEnv): Promise<void> {
  const logger = createLogger({ name: "worker", level: env.LOG_LEVEL });
  const tracing = await startTracing({ service: "worker", version }, env);
  const worker = await serveWorker({ env, version, logger });
  let isDraining = false;
  const drain = (reason: string): void => {
    if (isDraining) return;
    isDraining = true;
    logger.info({ reason }, "draining");
    void worker.drain().then(async () => {
      await tracing.stop();
      logger.info("stopped");
      process.exit(0);
    });
  };
  process.on("SIGTERM", () => {
    drain("SIGTERM");
  });
  process.on("SIGINT", () => {
    drain("SIGINT");
  });
  watchParent({
    onGone: () => {
      drain("the parent process is gone");
    },
    onLate: () => process.exit(1),
  });
  logger.info({ url: worker.url }, "listening");
  tellParent({ event: "listening", url: worker.url });
}
