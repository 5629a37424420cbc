import { readFileSync } from "node:fs";
import path from "node:path";

import { createTelemetry, serveMetrics, startTracing } from "@pulse/actions";
import { localOwnerId, getWorkspace } from "@pulse/db";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { createLogger, isAppError, tellParent, watchParent, type Logger } from "@pulse/kit";
import { z } from "zod";

import { createRuntime, type Runtime } from "./create-runtime.ts";
import { readMcpEnv, type McpEnv } from "./env.ts";
import { createServer } from "./protocol/create-server.ts";
import { serveHttp } from "./serve-http.ts";

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, "..", "package.json"), "utf8")));
const stdioWorkspace = readStdioWorkspace(process.argv.slice(2));

try {
  const env = readMcpEnv(process.env);
  // What a client of stdio reads on stdout is the protocol alone.
  const logger = createLogger({ name: "mcp", level: env.LOG_LEVEL, isOnStderr: stdioWorkspace !== null });
  const runtime = createRuntime(env, logger);
  if (stdioWorkspace === null) await runHttp(env, runtime, logger);
  else await runStdio(runtime, { workspace: stdioWorkspace, logger });
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === "invalid" ? 2 : 1);
}

function readStdioWorkspace([flag, workspace]: readonly string[]): string | null {
  return flag === "--stdio" ? (workspace ?? "default") : null;
}

async function runHttp(env: McpEnv, runtime: Runtime, logger: Logger): Promise<void> {
  const telemetry = createTelemetry("mcp");
  const tracing = await startTracing({ service: "mcp", version }, env);
  const metrics = await serveMetrics(telemetry, { host: env.METRICS_HOST, port: env.METRICS_PORT, usualPort: 9465 });
  const serving = await serveHttp({ env, version, logger, runtime, telemetry });
  endWith(async (reason) => {
    logger.info({ reason }, "draining");
    metrics.close();
    await serving.close();
    await runtime.close();
    await tracing.stop();
    logger.info("stopped");
  });
  watchParent({ onGone: () => process.emit("SIGTERM"), onLate: () => process.exit(1) });
  logger.info({ url: metrics.url }, "metrics");
  logger.info({ url: serving.url }, "listening");
  tellParent({ event: "listening", url: serving.url });
}

/** Whoever starts a process on this machine with this installation's database is its owner; no token could prove more. */
async function runStdio(
  runtime: Runtime,
  { workspace, logger }: { readonly workspace: string; readonly logger: Logger },
): Promise<void> {
  const { id } = await getWorkspace(runtime.db, { slug: workspace, userId: localOwnerId });
  const ctx = {
    ...runtime.contextFor({ userId: localOwnerId, workspaceId: id }),
    origin: { source: "mcp", address: null, requestId: null },
  } as const;
  const serving = serveStdio(() => createServer({ version, listed: runtime.listed }, ctx), {
    onerror: (error) => logger.debug({ err: error }, "the protocol refused a message"),
  });
  const end = async (): Promise<void> => {
    await serving.close();
    await runtime.close();
  };
  process.stdin.once("close", () => void end().then(() => process.exit(0)));
  endWith(end);
}

function endWith(end: (reason: string) => Promise<void>): void {
  let isEnding = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      void end(signal).then(() => process.exit(0));
    });
  }
}
