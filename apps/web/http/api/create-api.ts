import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { getRequestListener } from "@hono/node-server";
import { answerOnce } from "@pulse/actions";
import { AppError } from "@pulse/kit";
import { Hono, type Context } from "hono";

import { explainError } from "../../src/problem/explain-error.ts";
import { problemContentType, toProblem } from "../../src/problem/problem.ts";
import { contextOf, openWorkspace } from "../../src/server/open-workspace.ts";
import { personHeader, readPerson } from "../../src/server/person-header.ts";
import type { Runtime } from "../../src/server/runtime.ts";
import type { ApiRoute } from "./api-route.ts";
import { exportedFile, writeFile } from "./write-file.ts";
import { parseCall, readIdempotencyKey, readJsonBody, refuseNuls } from "./parse-call.ts";

export type Api = {
  /** Answers what a route of the API takes; false when the path is none of them. */
  readonly answer: (asked: Asked) => Promise<boolean>;
};

type Asked = {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

type ApiRuntime = Pick<
  Runtime,
  "actions" | "clock" | "db" | "getWorkspace" | "github" | "keyMaker" | "listWorkspaces" | "logger"
> &
  Partial<Pick<Runtime, "deploy">>;

/** The HTTP API over the actions. Who asks stands in the request by then: the door let them in. */
export function createApi(runtime: ApiRuntime, routes: readonly ApiRoute[]): Api {
  const app = new Hono();
  const paths = [...new Set(routes.map(({ path }) => path))];
  for (const route of routes) {
    app.on(route.method.toUpperCase(), toPattern(route.path), async (c) => await run(runtime, route, c));
  }
  for (const path of paths) {
    const methods = routes.filter((route) => route.path === path).map(({ method }) => method.toUpperCase());
    app.all(toPattern(path), (c) => refuseMethod(c, methods));
  }
  app.onError((error, c) => refuse(runtime, c, error));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const known = paths.map((path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`));
  return {
    answer: async ({ path, requestId, request, response }) => {
      if (!known.some((pattern) => pattern.test(path))) return false;
      request.headers["x-request-id"] = requestId;
      await listener(request, response);
      return true;
    },
  };
}

const toPattern = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

async function run(runtime: ApiRuntime, route: ApiRoute, c: Context): Promise<Response> {
  const search = new URL(c.req.url).searchParams;
  refuseNuls([...search, ...Object.entries(c.req.param())]);
  const slug = search.get("workspace");
  search.delete("workspace");
  const text = route.body === null ? "" : await c.req.text();
  const body = route.body === null ? undefined : readJsonBody(c.req.header("content-type"), text);
  const parsed = parseCall(route, { params: c.req.param(), search, body });
  const person = readPerson(c.req.header(personHeader));
  if (person === null) throw new AppError("unauthenticated", "Sign in, or send an API key");
  const workspace = await openWorkspace(runtime, person, slug);
  const ctx = contextOf(runtime, {
    person,
    workspace,
    requestId: requestIdOf(c),
    address: c.req.header("x-pulse-address") ?? null,
  });
  const { proof } = person;
  const workspaces = async () => {
    const all = await runtime.listWorkspaces(runtime.db, person.userId);
    return proof.kind === "api_key" ? all.filter(({ id }) => id === proof.workspaceId) : all;
  };
  const work = async () => await route.run({ actions: runtime.actions, ctx, person, workspace, workspaces, ...parsed });
  const key = route.method === "get" ? null : readIdempotencyKey(c.req.header("idempotency-key"));
  if (route.isFile === true) return writeFile(c, exportedFile.parse(await work()), requestIdOf(c));
  if (key === null) return writeAnswer(c, route, await work());
  const { answer, isRepeated } = await answerOnce(
    runtime.db,
    {
      workspaceId: workspace.id,
      userId: person.userId,
      key,
      request: [route.method, c.req.path, search.toString(), text],
      isAnswerSecret: route.isAnswerSecret === true,
    },
    work,
  );
  if (isRepeated) c.header("Idempotent-Replayed", "true");
  return writeAnswer(c, route, answer);
}

/** A reading carries what its answer is known by, so that a client that has it already is sent nothing. */
function writeAnswer(c: Context, route: ApiRoute, answer: unknown): Response {
  const text = JSON.stringify(answer);
  const headers = { "Content-Type": "application/json; charset=utf-8" };
  if (route.method !== "get") {
    return c.body(text, route.status ?? 200, { ...headers, "Cache-Control": "no-store" });
  }
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  const cached = { ...headers, ETag: etag, "Cache-Control": "private, no-cache", Vary: "Authorization, Cookie" };
  return isKnown(c.req.header("if-none-match"), etag) ? c.body(null, 304, cached) : c.body(text, 200, cached);
}

/** RFC 9110, 13.1.2: any of the list, weak or not, or all there is. */
function isKnown(given: string | undefined, etag: string): boolean {
  const all = given?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
  return all.includes(etag) || all.includes("*");
}

function refuseMethod(c: Context, methods: readonly string[]): Response {
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].join(", ");
  const problem = toProblem({
    code: "invalid",
    status: 405,
    title: "Method not allowed",
    detail: `This address takes ${allow}`,
    requestId: requestIdOf(c),
  });
  return c.body(JSON.stringify(problem), 405, { "Content-Type": problemContentType, Allow: allow });
}

function refuse({ logger }: Pick<ApiRuntime, "logger">, c: Context, error: unknown): Response {
  const requestId = requestIdOf(c);
  const { code, detail, isBug } = explainError(error);
  if (isBug) logger.error({ err: error, request_id: requestId }, "request failed");
  return problemResponse(toProblem({ code, detail, requestId }));
}

function problemResponse(problem: ReturnType<typeof toProblem>): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "Content-Type": problemContentType, "Cache-Control": "no-store" },
  });
}

const requestIdOf = (c: Context): string => c.req.header("x-request-id") ?? "unknown";
