// The web app's one process: a thin HTTP server that answers what must not depend on Next, and hands Next the rest.
import { once } from "node:events";
import { createServer, type Server } from "node:http";

import {
  connect,
  currentEventPosition,
  findNewestWorkerBeat,
  getWorkspace,
  listenForEvents,
  localOwnerId,
  migrationStatus,
  printEventPosition,
  withService,
  type Db,
  type EventListening,
} from "@pulse/db";
import { AppError, createLogger, isAppError, systemClock, type Logger } from "@pulse/kit";

import { readWebEnv, type WebEnv } from "./env.ts";
import { readGitHubAccess } from "./github-access.ts";
import { drainOnShutdown } from "./http/drain-on-shutdown.ts";
import { createEventHub, type EventHub } from "./http/events/create-event-hub.ts";
import { handleRequest, type Handling } from "./http/handle-request.ts";
import { readHealth, withinTime } from "./http/read-health.ts";
import { readVersion } from "./http/read-version.ts";
import { startNext } from "./http/start-next.ts";
import { createWebhooks } from "./http/webhooks/create-webhooks.ts";
import { setRuntime } from "./src/server/runtime.ts";
import { webActions } from "./src/server/web-actions.ts";

const dir = import.meta.dirname;

try {
  await serve(readWebEnv(process.env));
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(error.code === "invalid" ? 2 : 1);
}

async function serve(env: WebEnv): Promise<void> {
  const logger = createLogger({ name: "web", level: env.LOG_LEVEL });
  const db = connect({ url: env.POSTGRES_URL, applicationName: "pulse-hub web", statementTimeoutMs: 15_000 });
  setRuntime({
    actions: webActions,
    clock: systemClock,
    db,
    getWorkspace,
    github: readGitHubAccess(env),
    isDemo: env.PULSE_DEMO,
    localOwnerId,
    logger,
    readEventPosition: async () => printEventPosition(await withService(db, currentEventPosition)),
  });
  const [next, version] = await Promise.all([startNext({ dir, port: env.PORT }), readVersion(dir, env.PULSE_BUILD)]);

  const hub = createHub(db, logger);
  const listening = listenForHub(hub, env, logger);
  let isDraining = false;
  const handling: Handling = {
    logger,
    next: next.handle,
    ownRoutes: {
      readHealth: () => readHealth({ findNewestBeat: () => findNewestWorkerBeat(db) }, systemClock),
      canServe: async () => !isDraining && (await areMigrationsCurrent(env.POSTGRES_URL)),
      version,
      streamEvents: hub.answer,
    },
    webhooks: createWebhooks({
      db,
      clock: systemClock,
      secrets: env.GITHUB_WEBHOOK_SECRET ?? [],
      openSecret: () => {
        throw new AppError("unavailable", "Sealed secrets of connections cannot be opened yet");
      },
    }),
  };
  const server = createServer((request, response) => void handleRequest(handling, request, response));
  await listen(server, env);
  drainOnShutdown({
    server,
    logger,
    onDrain: () => {
      isDraining = true;
      hub.close();
    },
    close: async () => {
      await listening.close();
      await next.close();
      await db.destroy();
    },
  });
  announce(server.address(), logger);
}

function createHub(db: Db, logger: Logger): EventHub {
  return createEventHub({
    db,
    logger,
    findReader: async (_request, slug) => {
      const { id } = await getWorkspace(db, { slug, userId: localOwnerId });
      return { workspaceId: id, userId: localOwnerId };
    },
  });
}

function listenForHub(hub: EventHub, env: WebEnv, logger: Logger): EventListening {
  return listenForEvents({
    url: env.POSTGRES_DIRECT_URL ?? env.POSTGRES_URL,
    applicationName: "pulse-hub web, events",
    onWake: hub.wake,
    onState: (state, cause) => logger.info({ state, err: cause ?? undefined }, "live events"),
  });
}

async function listen(server: Server, { HOST, PORT }: WebEnv): Promise<void> {
  try {
    server.listen(PORT, HOST);
    await once(server, "listening");
  } catch (error) {
    throw new AppError("conflict", `Port ${PORT} of ${HOST} cannot be listened on. Set PORT to a free one`, {
      cause: error,
    });
  }
}

async function areMigrationsCurrent(url: string): Promise<boolean> {
  const status = await withinTime(migrationStatus({ url }));
  return status.isAnswered && status.value.isCurrent;
}

function announce(address: ReturnType<Server["address"]>, logger: Logger): void {
  if (address === null || typeof address === "string") return;
  const url = `http://127.0.0.1:${address.port}`;
  logger.info({ url }, "listening");
  process.send?.({ event: "listening", url });
}
