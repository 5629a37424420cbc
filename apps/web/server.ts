// The web app's one process: a thin HTTP server that answers what must not depend on Next, and hands Next the rest.
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";

import {
  clientSetups,
  createIdentity,
  createTelemetry,
  findClient,
  findWorkspaceState,
  listClientGrants,
  listSessions,
  readPreferences,
  revokeClientGrant,
  revokeSession,
  serveMetrics,
  signOutEverywhere,
  startTracing,
  takeAttempt,
  toolDefinition,
  tools,
  traceRequest,
} from "@pulse/actions";
import {
  connect,
  connectService,
  currentEventPosition,
  findNewestWorkerBeat,
  getWorkspace,
  listenForEvents,
  listWorkspaces,
  migrationStatus,
  printEventPosition,
  withService,
  type Db,
  type EventListening,
  type WorkspaceClaims,
} from "@pulse/db";
import { AppError, createLogger, findFreePort, isAppError, systemClock, tellParent, type Logger } from "@pulse/kit";

import { readWebEnv, type WebEnv } from "./env.ts";
import { createApi } from "./http/api/create-api.ts";
import { readReference } from "./http/api/answer-reference.ts";
import { apiRoutes } from "./http/api/routes/api-routes.ts";
import { createConnecting } from "./http/auth/create-connecting.ts";
import { createDoor } from "./http/auth/door.ts";
import { printFirstOwnerLink } from "./http/auth/print-first-owner-link.ts";
import { readDeployAccess } from "./deploy-access.ts";
import { readGitHubAccess } from "./github-access.ts";
import { createRequestLimits } from "./http/limits/request-limits.ts";
import { drainOnShutdown } from "./http/drain-on-shutdown.ts";
import { createEventHub, type EventHub } from "./http/events/create-event-hub.ts";
import { handleRequest, type Handling } from "./http/handle-request.ts";
import { createGitHubReader } from "./http/github/create-github-reader.ts";
import { createMcpProxy } from "./http/mcp/create-mcp-proxy.ts";
import { readHealth, withinTime } from "./http/read-health.ts";
import { createPageStatuses } from "./http/pages/create-page-statuses.ts";
import { createPageStore, type PageStore } from "./http/pages/create-page-store.ts";
import { createRouteLabel } from "./http/route-label.ts";
import { readVersion } from "./http/read-version.ts";
import { startNext } from "./http/start-next.ts";
import { createWebhooks } from "./http/webhooks/create-webhooks.ts";
import { commitsAtOnce } from "./http/webhooks/delivery-writer.ts";
import { readIdentitySettings } from "./identity-settings.ts";
import { readMcpServer } from "./mcp-server.ts";
import { personHeader, readPerson } from "./src/server/person-header.ts";
import { setRuntime, type Runtime } from "./src/server/runtime.ts";
import * as webActions from "./src/server/web-actions.ts";

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
  const port = env.PORT === 0 ? await findFreePort() : env.PORT;
  const settings = readIdentitySettings(env, port);
  const db = connect({
    url: env.POSTGRES_URL,
    applicationName: "pulse-hub web",
    statementTimeoutMs: 15_000,
    keepsPlans: true,
  });
  const identity = createIdentity({ db, databaseUrl: env.POSTGRES_URL, clock: systemClock, logger, fetch }, settings);
  const pages = createPages(db, logger);
  const statuses = createPageStatuses();
  const mcpUrl = `${settings.publicUrl}/api/mcp`;
  const runtime: Runtime = {
    actions: webActions,
    hasGitHubSignIn: settings.github !== null,
    holdPage: pages.hold,
    noteStatus: statuses.note,
    githubUrl: env.GITHUB_URL.replace(/\/+$/, ""),
    keyMaker: identity,
    publicUrl: settings.publicUrl,
    tools: tools.map((tool) => ({ definition: toolDefinition(tool), isOptIn: tool.isOptIn })),
    mcpClients: {
      signingIn: clientSetups({ url: mcpUrl, token: null, command: null }),
      withKey: clientSetups({ url: mcpUrl, token: "phk_YOUR_KEY", command: null }),
    },
    findClient,
    listClientGrants,
    listSessions,
    readPreferences,
    listWorkspaces,
    revokeClientGrant,
    revokeSession,
    signOutEverywhere,
    clock: systemClock,
    db,
    deploy: readDeployAccess(env),
    getWorkspace,
    github: readGitHubAccess(env),
    isDemo: env.PULSE_DEMO,
    logger,
    readEventPosition: async () => printEventPosition(await withService(db, currentEventPosition)),
  };
  setRuntime(runtime);
  const [next, version] = await Promise.all([startNext({ dir, port }), readVersion(dir, env.PULSE_BUILD)]);

  const service = connectService({
    url: env.POSTGRES_URL,
    applicationName: "pulse-hub web, deliveries",
    maxConnections: commitsAtOnce,
    statementTimeoutMs: 15_000,
  });
  const hub = createHub(db, logger);
  const listening = listenForHub(hub, env, logger);
  const mcp = createMcpProxy({ runtime, server: readMcpServer(env), clock: systemClock, logger });
  let isDraining = false;
  const handling: Handling = {
    logger,
    next: next.handle,
    ownRoutes: {
      readHealth: () =>
        readHealth({ findNewestBeat: () => findNewestWorkerBeat(db), readMcp: mcp.readState }, systemClock),
      canServe: async () => !isDraining && (await areMigrationsCurrent(env.POSTGRES_URL)),
      version,
      streamEvents: hub.answer,
    },
    door: createDoor(identity, {
      connecting: createConnecting({ db, clock: systemClock, logger, github: readGitHubAccess(env) }),
      db,
    }),
    limits: createRequestLimits({
      clock: systemClock,
      perMinute: env.REQUESTS_PER_MINUTE,
      takeShared: async (attempt) => await takeAttempt(service, attempt),
    }),
    site: {
      isSecure: settings.publicUrl.startsWith("https:"),
      allowedOrigins: env.ALLOWED_ORIGINS,
      trustedProxies: env.TRUSTED_PROXIES,
    },
    pages,
    statuses,
    api: createApi(runtime, apiRoutes),
    reference: readReference({ routes: apiRoutes, version: version.version }),
    github: createGitHubReader(runtime),
    mcp,
    webhooks: createWebhooks({
      db,
      service,
      clock: systemClock,
      secrets: env.GITHUB_WEBHOOK_SECRET ?? [],
      keys: readGitHubAccess(env)?.keys ?? null,
    }),
  };
  const telemetry = createTelemetry("web");
  const tracing = await startTracing({ service: "web", version: version.version }, env);
  const labelRoute = createRouteLabel(apiRoutes);
  const server = createServer(
    // A hundred repositories by name are a long address.
    { maxHeaderSize: 64 * 1024 },
    (request, response) => {
      const path = request.url?.split("?")[0] ?? "";
      telemetry.timeRequest(request, response, () => labelRoute(path));
      const answer = async (): Promise<void> => await handleRequest(handling, request, response);
      void traceRequest({ request, response, route: labelRoute(path) }, answer);
    },
  );
  const metrics = await serveMetrics(telemetry, { host: env.METRICS_HOST, port: env.METRICS_PORT, usualPort: 9464 });
  await listen(server, { HOST: env.HOST, PORT: port });
  drainOnShutdown({
    server,
    logger,
    onDrain: () => {
      isDraining = true;
      hub.close();
    },
    close: async () => {
      metrics.close();
      await listening.close();
      await next.close();
      await identity.close();
      await service.close();
      await db.destroy();
      await tracing.stop();
    },
  });
  if (settings.github !== null) await printFirstOwnerLink({ db, clock: systemClock, logger }, settings.publicUrl);
  logger.info({ url: metrics.url }, "metrics");
  announce(server.address(), logger);
}

function createHub(db: Db, logger: Logger): EventHub {
  return createEventHub({
    db,
    logger,
    findReader: async (request, slug) => await findReader(db, request, slug),
  });
}

function createPages(db: Db, logger: Logger): PageStore {
  return createPageStore({
    clock: systemClock,
    findState: async ({ userId }, slug) => {
      const { id: workspaceId, role } = await getWorkspace(db, { slug, userId });
      const [state, preferences] = await Promise.all([
        findWorkspaceState({ db, clock: systemClock, logger, actor: { userId, workspaceId } }),
        readPreferences(db, userId),
      ]);
      return state === null ? null : `${role} ${JSON.stringify(preferences)} ${state}`;
    },
  });
}

/** Who watches which workspace; a key watches its own alone. */
async function findReader(db: Db, request: IncomingMessage, slug: string): Promise<WorkspaceClaims> {
  const person = readPerson(request.headers[personHeader]?.toString());
  if (person === null) throw new AppError("unauthenticated", "Sign in to watch a workspace");
  const { id } = await getWorkspace(db, { slug, userId: person.userId });
  if (person.proof.kind === "api_key" && person.proof.workspaceId !== id) {
    throw new AppError("not_found", `This API key opens another workspace than "${slug}"`);
  }
  return { workspaceId: id, userId: person.userId };
}

function listenForHub(hub: EventHub, env: WebEnv, logger: Logger): EventListening {
  return listenForEvents({
    url: env.POSTGRES_DIRECT_URL ?? env.POSTGRES_URL,
    applicationName: "pulse-hub web, events",
    onWake: hub.wake,
    onState: (state, cause) => logger.info({ state, err: cause ?? undefined }, "live events"),
  });
}

async function listen(server: Server, { HOST, PORT }: Pick<WebEnv, "HOST" | "PORT">): Promise<void> {
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
  tellParent({ event: "listening", url });
}
