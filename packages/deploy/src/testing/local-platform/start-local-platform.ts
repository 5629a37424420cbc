/**
 * DigitalOcean's App Platform as far as deployments touch it, with state, over HTTP: nobody on the team can try the real one. What its
 * documents leave open (what a pinned app answers to an update, how a secret without value is taken) is our guess, and marked in tests.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { parseJson, type Clock } from "@pulse/kit";

import { listComponents, type Spec } from "../../spec/spec.ts";
import { createFaults, type Fault } from "./fault.ts";
import { logText } from "./log-text.ts";
import { Refusal } from "./refusal.ts";
import { routes } from "./routes.ts";
import type { Script } from "./script.ts";
import { serveLiveLog, type LiveLog } from "./serve-live-log.ts";
import { close, listen, startLocalSite, type LocalSite } from "./start-local-site.ts";
import { addApp, createWorld, headCommits, settle, startDeployment, type World, type WorldApp } from "./world.ts";

/** One question and its answer, to be held against the API's own description. */
export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
};

export type LocalPlatform = {
  readonly apiUrl: string;
  readonly token: string;
  /** May read, and change nothing. */
  readonly readOnlyToken: string;
  readonly site: LocalSite;
  readonly clock: Clock;
  readonly advance: (ms: number) => void;
  /** An app that has been deployed once, and runs. */
  readonly addApp: (spec: Spec) => { readonly id: string };
  readonly setHead: (branch: `${string}@${string}`, commit: string) => void;
  /** How the next deployments go. */
  readonly script: (...scripts: readonly Script[]) => void;
  /** A push with deploy_on_push, or another person: a deployment that is not ours. */
  readonly startDeployment: (appId: string, causeType?: string) => string;
  readonly fault: (fault: Fault) => void;
  readonly setHealth: (component: string, health: { readonly state: string; readonly ready?: number }) => void;
  readonly setRemaining: (requests: number) => void;
  /** The plain text behind an EV[…], as only the platform knows it. */
  readonly decrypt: (value: string) => string | undefined;
  /** Live logs stay open from now on, as those of what runs do, until they are ended. Gives all that are listened to. */
  readonly holdLogs: () => readonly LiveLog[];
  readonly getSpec: (appId: string) => Spec;
  readonly countDeployments: (appId: string) => number;
  readonly exchanges: readonly Exchange[];
  readonly close: () => Promise<void>;
};

const hourlyLimit = 5000;

/** `now`: where its clock stands at first; `perRequestMs`: how far each question moves it, for programs that wait by themselves. */
export async function startLocalPlatform({
  now = new Date("2026-11-21T09:00:00Z"),
  perRequestMs = 0,
} = {}): Promise<LocalPlatform> {
  const world = createWorld(now.getTime());
  const faults = createFaults();
  const exchanges: Exchange[] = [];
  const health = new Map<string, { readonly state: string; readonly ready?: number }>();
  const tokens = { dop_v1_local: ["read", "update"], dop_v1_read_only: ["read"] } as const;
  let remaining = hourlyLimit;
  let apiUrl = "";
  let held: LiveLog[] | null = null;
  const site = await startLocalSite(() => {
    settle(world);
    const [app] = world.apps.values();
    const active = app?.deployments.find(({ id }) => id === app.activeId);
    return active === undefined ? null : (Object.values(active.commits)[0] ?? "");
  });

  const answer = (
    request: IncomingMessage,
    url: URL,
    body: unknown,
  ): { readonly status: number; readonly body: unknown } => {
    world.nowMs += perRequestMs;
    settle(world);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const scopes = Object.entries(tokens).find(([known]) => known === token)?.[1];
    if (scopes === undefined) throw new Refusal(401, "Unauthorized", "Unable to authenticate you");
    remaining -= 1;
    if (remaining < 0) throw new Refusal(429, "too_many_requests", "API Rate limit exceeded.");
    for (const { method, path, scope, answer: reply } of routes) {
      const match = method === request.method ? matchPath(path, url.pathname) : null;
      if (match === null) continue;
      if (!scopes.some((one) => one === scope))
        throw new Refusal(403, "Forbidden", "You are not authorized to perform this operation");
      const asked = { world, siteUrl: site.url, apiUrl, params: match, query: url.searchParams, body };
      return { status: 200, body: reply({ ...asked, health: (app) => drawHealth(world, app, health) }) };
    }
    throw new Refusal(404, "not_found", "The resource you were accessing could not be found.");
  };

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", apiUrl);
    const sent = parseJson(await readBody(request));
    if (url.pathname.startsWith("/logs/")) return void response.end(findLog(world, url.pathname));
    const fault = faults.take(request.method ?? "", url.pathname);
    if (fault?.kind === "silence") return undefined;
    if (fault?.kind === "drop") return void request.socket.destroy();
    if (fault?.kind === "html") {
      response.writeHead(fault.status, { "content-type": "text/html" });
      return void response.end("<html><body><h1>Bad gateway</h1></body></html>");
    }
    if (fault?.kind === "status") {
      const headers = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
      return send(response, { status: fault.status, body: { id: fault.id, message: fault.message }, headers });
    }
    const answered = reply(() => answer(request, url, sent));
    const { method = "" } = request;
    exchanges.push({ method, path: url.pathname, body: sent, status: answered.status, answer: answered.body });
    if (fault?.kind === "drop after") return void request.socket.destroy();
    const reset = Math.ceil(world.nowMs / 1000) + 60;
    const headers = {
      "ratelimit-limit": String(hourlyLimit),
      "ratelimit-remaining": String(Math.max(remaining, 0)),
      "ratelimit-reset": String(reset),
    };
    return send(response, { ...answered, headers, isCut: fault?.kind === "cut" });
  };

  const server = createServer((request, response) => void handle(request, response));
  server.on("upgrade", (request, socket) => {
    const live = serveLiveLog(request, socket);
    live.write(findLog(world, new URL(request.url ?? "/", apiUrl).pathname));
    if (held === null) live.end();
    else held.push(live);
  });
  apiUrl = await listen(server);

  return {
    apiUrl,
    token: "dop_v1_local",
    readOnlyToken: "dop_v1_read_only",
    site,
    clock: { now: () => new Date(world.nowMs) },
    advance: (ms) => {
      world.nowMs += ms;
      settle(world);
    },
    addApp: (spec) => {
      const app = addApp(world, spec);
      const commits = headCommits(world, spec, null);
      const first = startDeployment(world, app, { cause: "initial deployment", causeType: "MANUAL", commits });
      first.ended = "ACTIVE";
      first.wasActive = true;
      app.activeId = first.id;
      return { id: app.id };
    },
    setHead: (branch, commit) => void world.heads.set(branch, commit),
    script: (...scripts) => void world.scripts.push(...scripts),
    startDeployment: (appId, causeType = "DEPLOY_ON_PUSH") => {
      settle(world);
      const app = getApp(world, appId);
      return startDeployment(world, app, { cause: "a push", causeType, commits: headCommits(world, app.spec, null) })
        .id;
    },
    fault: faults.add,
    setHealth: (component, state) => void health.set(component, state),
    setRemaining: (requests) => {
      remaining = requests;
    },
    decrypt: (value) => world.vault.get(value),
    holdLogs: () => (held ??= []),
    getSpec: (appId) => getApp(world, appId).spec,
    countDeployments: (appId) => getApp(world, appId).deployments.length,
    exchanges,
    close: async () => {
      for (const log of held ?? []) log.end();
      await close(server);
      await site.close();
    },
  };
}

function getApp(world: World, id: string): WorldApp {
  const app = world.apps.get(id);
  if (app === undefined) throw new Error(`there is no app ${id}`);
  return app;
}

function reply(work: () => { readonly status: number; readonly body: unknown }) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      status: error.status,
      body: { id: error.id, message: error.message, request_id: "4d9d8375-3c56-4925-a3e7-eb137fed17e9" },
    };
  }
}

function drawHealth(
  world: World,
  app: WorldApp,
  told: ReadonlyMap<string, { readonly state: string; readonly ready?: number }>,
) {
  return listComponents(app.spec)
    .filter(({ kind }) => kind === "services" || kind === "workers")
    .map(({ component: { name, instance_count: desired = 1 } }) => {
      const { state = app.activeId === null ? "UNKNOWN" : "HEALTHY", ready = desired } = told.get(name) ?? {};
      return {
        name,
        cpu_usage_percent: 12.5,
        memory_usage_percent: 41.25,
        replicas_desired: desired,
        replicas_ready: ready,
        state,
      };
    });
}

function findLog(world: World, path: string): string {
  const [, , id, component = "", type = ""] = path.split("/");
  for (const app of world.apps.values()) {
    const deployment = app.deployments.find((one) => one.id === id);
    if (deployment !== undefined) return logText(deployment, component, type);
  }
  return "";
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? "");
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

function send(
  response: ServerResponse,
  input: {
    readonly status: number;
    readonly body: unknown;
    readonly headers: Readonly<Record<string, string>>;
    readonly isCut?: boolean;
  },
): void {
  const text = input.body === undefined ? "" : JSON.stringify(input.body);
  response.writeHead(input.status, { ...input.headers, "content-type": "application/json" });
  response.end(input.isCut === true ? text.slice(0, text.length / 2) : text);
}
