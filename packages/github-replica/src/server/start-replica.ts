import { createServer } from "node:http";

import { AppError } from "@pulse/kit";

import type { History } from "../history.ts";
import type { DeliveryHistory } from "../generate-delivery.ts";
import { loadActions } from "../load/load-actions.ts";
import { loadArchive, type ArchiveOptions } from "../load/load-archive.ts";
import { loadDelivery } from "../load/load-delivery.ts";
import { loadHistory } from "../load/load-history.ts";
import { createHooks, type HookOwner } from "../hooks/create-hooks.ts";
import { applyVersion } from "../play/apply-version.ts";
import { createDeliveryPlays } from "../play/delivery-plays.ts";
import { createItemPlays } from "../play/item-plays.ts";
import type { Announcement } from "../play/play-context.ts";
import { createPullPlays } from "../play/pull-plays.ts";
import { createRepositoryPlays } from "../play/repository-plays.ts";
import { createRunPlays } from "../play/run-plays.ts";
import { accountRoutes } from "../rest/account-routes.ts";
import { createRestAnswerer } from "../rest/answer-rest.ts";
import { createAppHookRoutes } from "../rest/app-hook-routes.ts";
import { createAppRoutes } from "../rest/app-routes.ts";
import { gitRoutes } from "../rest/git-routes.ts";
import { createHookRoutes } from "../rest/hook-routes.ts";
import { itemRoutes } from "../rest/item-routes.ts";
import { pullRoutes } from "../rest/pull-routes.ts";
import { repositoryRoutes } from "../rest/repository-routes.ts";
import { runRoutes } from "../rest/run-routes.ts";
import {
  createRepository,
  createWorld,
  ensureAccount,
  getRepository,
  type RepositoryDetails,
} from "../world/create-world.ts";
import type { Account } from "../world/account.ts";
import { createCredentials, type AppDetails, type TokenDetails } from "./credentials.ts";
import { createFaults } from "./faults.ts";
import { handleRequest } from "./handle-request.ts";
import { createLimits, type LimitOptions } from "./limits.ts";
import { createMovableClock } from "./movable-clock.ts";
import { createRequestLog } from "./request-log.ts";

export type ReplicaOptions = {
  /** The clock stands still here until it is moved; without it, it runs with the machine's. */
  readonly now?: Date | string;
  readonly port?: number;
  /** `off`: as an Enterprise server may be set up. Otherwise GitHub's own numbers where nothing is said. */
  readonly limits?: LimitOptions | "off";
  /** Answers under `/api/v3` and `/api/graphql`, as Enterprise does. */
  readonly isEnterprise?: boolean;
  readonly latencyMs?: number;
  /** Where the pages of its repositories are said to be; the replica itself when not said. */
  readonly webUrl?: string;
};

export type Replica = Awaited<ReturnType<typeof startReplica>>;

/** A GitHub of our own on loopback. What it holds is loaded and changed through what this gives; clients see HTTP only. */
export async function startReplica(options: ReplicaOptions = {}) {
  const clock = createMovableClock(options.now);
  const world = createWorld(clock);
  const credentials = createCredentials(clock);
  const limits = createLimits(clock, options.limits ?? {});
  const faults = createFaults();
  const log = createRequestLog();
  const isEnterprise = options.isEnterprise ?? false;
  let latencyMs = options.latencyMs ?? 0;
  let url = "";
  const urls = () => ({ api: apiOf(url, isEnterprise), web: options.webUrl ?? url });
  const hooks = createHooks(world, urls);
  const playing = { world, urls, announce: (announcement: Announcement) => hooks.announce(announcement) };
  const routes = [
    ...accountRoutes,
    ...createAppRoutes(credentials),
    ...createAppHookRoutes(hooks),
    ...createHookRoutes(hooks),
    ...itemRoutes,
    ...pullRoutes,
    ...runRoutes,
    ...repositoryRoutes,
    ...gitRoutes,
  ];
  const parts = {
    world,
    credentials,
    limits,
    faults,
    log,
    isEnterprise,
    urls,
    answerRest: createRestAnswerer(routes),
    latencyMs: () => latencyMs,
  };
  const server = createServer((incoming, response) => {
    handleRequest(parts, incoming, response).catch((error: unknown) => {
      // A bug of the replica: the client sees it as one, with its cause.
      response.writeHead(500, { "content-type": "application/json" });
      response.end(
        JSON.stringify({ message: `The replica failed: ${error instanceof Error ? error.stack : String(error)}` }),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new AppError("internal", "The replica has no port");
  url = `http://127.0.0.1:${address.port}`;

  return {
    url,
    /** For `GITHUB_API_URL`. */
    apiUrl: apiOf(url, isEnterprise),
    graphqlUrl: isEnterprise ? `${url}/api/graphql` : `${url}/graphql`,
    clock,
    faults,
    log,
    world,
    requests: log.list,
    setLatency: (milliseconds: number): void => {
      latencyMs = milliseconds;
    },
    addToken: (details: TokenDetails): void => {
      ensureAccount(world, details.login);
      credentials.addToken(details);
    },
    revokeToken: (token: string): void => credentials.revokeToken(token),
    addApp: (details: AppDetails): void => credentials.addApp(details),
    /** As if this much of the hourly budget had been used by somebody else with the same token. */
    useBudget: (token: string, resource: "core" | "graphql", used: number): void => {
      const caller = credentials.identify(`token ${token}`);
      if (caller === null) throw new AppError("not_found", "The replica never knew this token. Use addToken first");
      limits.use(caller, resource, used);
    },
    addRepository: (fullName: string, details?: RepositoryDetails) => createRepository(world, fullName, details),
    addAccount: (login: string, details?: { kind?: Account["kind"]; name?: string }) =>
      ensureAccount(world, login, details),
    loadArchive: (document: unknown, archiveOptions?: ArchiveOptions) => loadArchive(world, document, archiveOptions),
    loadHistory: (history: History, details?: RepositoryDetails) => loadHistory(world, history, details),
    /** Invented runs, deployments and releases of a repository that `loadHistory` made. */
    loadDelivery: (fullName: string, delivery: DeliveryHistory): void =>
      loadDelivery(world, getRepository(world, fullName), delivery),
    /** Runs and jobs as REST once listed them. */
    loadActions: (fullName: string, lists: { readonly runs: readonly unknown[]; readonly jobs: readonly unknown[] }) =>
      loadActions(world, getRepository(world, fullName), lists),
    /** Makes a loaded archive what a later version of it says. */
    applyVersion: (document: unknown) => applyVersion(world, document),
    /** What people and runners do. Each moves what GitHub moves, and queues webhooks. */
    play: {
      ...createItemPlays(playing),
      ...createPullPlays(playing),
      ...createRepositoryPlays(playing),
      ...createDeliveryPlays(playing),
      ...createRunPlays(playing),
    },
    hooks,
    /** Of a repository (`acme/shop`) or an organisation (`acme`), without asking over HTTP. */
    addHook: (on: string, hook: { url: string; secret: string; events?: readonly string[] }) =>
      hooks.add({ owner: toOwner(on, (name) => getRepository(world, name).id), ...hook }),
    /** The one hook of an app that `addApp` has made known. */
    addAppHook: (appId: number, hook: { url: string; secret: string; events?: readonly string[] }) =>
      hooks.add({
        owner: { kind: "app", appId, installations: credentials.getApp(appId)?.installations ?? [] },
        ...hook,
      }),
    getRepository: (fullName: string) => getRepository(world, fullName),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function toOwner(on: string, idOf: (fullName: string) => number): HookOwner {
  return on.includes("/") ? { kind: "repository", repositoryId: idOf(on) } : { kind: "organisation", login: on };
}

function apiOf(url: string, isEnterprise: boolean): string {
  return isEnterprise ? `${url}/api/v3` : url;
}
