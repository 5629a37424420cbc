import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { hostname } from "node:os";

import { createTelemetry, notifySlack, readQueueCounts, type Telemetry } from "@pulse/actions";
import { beatWorker, connect, removeWorker } from "@pulse/db";
import type { ReadingContext } from "@pulse/github";
import { AppError, systemClock, type Logger } from "@pulse/kit";

import { answerHealth } from "./answer-health.ts";
import { startDeliveries } from "./deliveries/start-deliveries.ts";
import { startDeployments } from "./deployments/start-deployments.ts";
import { startExports } from "./exports/start-exports.ts";
import type { WorkerEnv } from "./env.ts";
import { startWork, type Work } from "./jobs/start-work.ts";
import { startHeartbeat } from "./start-heartbeat.ts";

export type Worker = {
  readonly url: string;
  /** Finishes what is under way, says goodbye to the database and closes everything. */
  readonly drain: () => Promise<void>;
};

const usualPort = 9100;

/** Starts a worker. Throws `conflict` when its port is taken. */
export async function serveWorker(ctx: {
  readonly env: WorkerEnv;
  readonly version: string;
  readonly logger: Logger;
}): Promise<Worker> {
  const { env, version, logger } = ctx;
  const clock = systemClock;
  const identity = { id: randomUUID(), name: `worker on ${hostname()}`, version, startedAt: clock.now() };
  const db = connect({ url: env.POSTGRES_URL, applicationName: "pulse-hub worker", maxConnections: 8 });
  const telemetry = createTelemetry("worker");
  telemetry.watchQueues(async () => await readQueueCounts(db));
  const heartbeat = startHeartbeat({ clock, logger }, async () => await beatWorker(db, identity));
  const deliveries = startDeliveries({ db, clock, logger, telemetry });
  const exports = startExports({ db, clock, logger, workerId: identity.id });
  const deployments = startDeploying({ db, clock, logger }, env);
  const work = startReading({ db, clock, logger, workerId: identity.id, telemetry }, env);
  const health = { clock, version, startedAt: identity.startedAt, lastBeatAt: heartbeat.lastBeatAt };
  const server = createServer((request, response) => {
    void telemetry.answer(request, response).then((isAnswered) => {
      if (!isAnswered) answerHealth(health, request, response);
    });
  });
  const drain = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await Promise.all([deliveries.stop(), exports.stop(), deployments?.stop(), work?.stop()]);
    await heartbeat.stop();
    await removeWorker(db, identity.id).catch((error: unknown) => {
      // Its row then goes by itself a day later.
      logger.warn({ err: error }, "the database could not be told of the end");
    });
    await db.destroy();
  };
  try {
    const port = await listenOn(server, env);
    return { url: `http://${env.WORKER_HOST === "0.0.0.0" ? "127.0.0.1" : env.WORKER_HOST}:${port}`, drain };
  } catch (error) {
    await drain();
    throw new AppError("conflict", `Port ${env.WORKER_PORT} cannot be listened on. Set WORKER_PORT to a free one`, {
      cause: error,
    });
  }
}

function startDeploying(
  ctx: Pick<ReadingContext, "db" | "clock" | "logger">,
  env: WorkerEnv,
): ReturnType<typeof startDeployments> | null {
  const { DIGITALOCEAN_ACCESS_TOKEN: token, DIGITALOCEAN_API_URL: apiUrl, SLACK_WEBHOOK_URL: slack } = env;
  if (token === undefined || token === "") return null;
  const keys = env.PULSE_ENCRYPTION_KEYS;
  return startDeployments({
    ...ctx,
    holder: `worker on ${hostname()} (${process.pid})`,
    github: keys === undefined ? null : { apiUrl: env.GITHUB_API_URL, keys, token: null },
    deploy: (actionCtx) => ({
      token,
      apiUrl,
      ...(slack === undefined ? {} : { notify: notifySlack(actionCtx, slack) }),
    }),
  });
}

function startReading(
  ctx: Omit<ReadingContext, "keys" | "apiUrl"> & { readonly telemetry: Telemetry },
  env: WorkerEnv,
): Work | null {
  const keys = env.PULSE_ENCRYPTION_KEYS;
  if (keys === undefined) {
    ctx.logger.warn("PULSE_ENCRYPTION_KEYS is not set: nothing is read from GitHub");
    return null;
  }
  return startWork(
    { ...ctx, keys, apiUrl: env.GITHUB_API_URL },
    { url: env.POSTGRES_URL, directUrl: env.POSTGRES_DIRECT_URL ?? env.POSTGRES_URL },
  );
}

// The usual port is tried by listening on it: asking first whether it is free would lose against somebody who starts at the same time.
async function listenOn(
  server: Server,
  { WORKER_HOST: host, WORKER_PORT: wanted }: Pick<WorkerEnv, "WORKER_HOST" | "WORKER_PORT">,
): Promise<number> {
  try {
    return await listenOnce(server, { host, port: wanted ?? usualPort });
  } catch (error) {
    if (wanted !== undefined) throw error;
    return await listenOnce(server, { host, port: 0 });
  }
}

async function listenOnce(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : port;
}
