import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { answerGraphql, type GraphqlAnswer } from "../graphql/answer-graphql.ts";
import { largestPage } from "../graphql/largest-page.ts";
import { refuse, type RestAnswer } from "../rest/answer.ts";
import type { AskedRest } from "../rest/answer-rest.ts";
import { linkHeader, pageSizeOf } from "../rest/paginate.ts";
import type { Urls } from "../rest/urls.ts";
import type { World } from "../world/create-world.ts";
import type { Caller, Credentials } from "./credentials.ts";
import type { FaultKind, Faults } from "./faults.ts";
import type { Budget, Limits, Resource } from "./limits.ts";
import type { RequestLog } from "./request-log.ts";
import { readRequest, type ReadRequest } from "./read-request.ts";
import { etagOf, send, type Outgoing } from "./send.ts";

export type ServerParts = {
  readonly world: World;
  readonly urls: () => Urls;
  readonly credentials: Credentials;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly answerRest: (asked: AskedRest) => Promise<RestAnswer>;
  readonly latencyMs: () => number;
  readonly isEnterprise: boolean;
};

export async function handleRequest(
  parts: ServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  const fault = parts.faults.take({
    method: request.method,
    path: request.path,
    graphql: request.graphql?.query ?? null,
    pageSize: request.graphql === null ? pageSizeOf(request.url.searchParams) : largestPage(request.graphql),
  });
  const latencyMs = parts.latencyMs();
  if (latencyMs > 0) await sleep(latencyMs);
  if (fault?.kind === "timeout") {
    note(parts, request, { status: null, points: 0, sizeBytes: 0 });
    return;
  }
  if (fault?.kind === "revoke_token") revoke(parts.credentials, request);
  const refused = fault === null ? null : answerOfFault(fault);
  const { outgoing, points } =
    refused === null ? await answer(parts, request, fault) : { outgoing: refused, points: 0 };
  note(parts, request, { status: outgoing.status, points, sizeBytes: Buffer.byteLength(outgoing.body) });
  send(response, outgoing, fault?.kind === "truncated" ? "truncated" : "whole");
}

async function answer(parts: ServerParts, request: ReadRequest, fault: FaultKind | null) {
  const caller = parts.credentials.identify(request.headers.authorization);
  if (caller === null) {
    return { outgoing: toOutgoing(refuse(401, "Bad credentials"), commonHeaders(parts, null)), points: 0 };
  }
  return request.graphql === null
    ? { outgoing: await answerOverRest(parts, request, caller), points: 0 }
    : answerOverGraphql(parts, request, { caller, fault });
}

async function answerOverRest(parts: ServerParts, request: ReadRequest, caller: Caller): Promise<Outgoing> {
  const resource: Resource = "core";
  if (request.path === "/rate_limit") return showLimits(parts, caller);
  const before = parts.limits.show(caller, resource);
  if (before.remaining <= 0) {
    const whose =
      "login" in caller ? `user ID ${parts.world.accounts.get(caller.login.toLowerCase())?.id ?? 0}` : "127.0.0.1";
    return toOutgoing(refuse(403, `API rate limit exceeded for ${whose}.`), commonHeaders(parts, caller, before));
  }
  const rest = await parts.answerRest({
    world: parts.world,
    urls: parts.urls(),
    caller,
    method: request.method === "HEAD" ? "GET" : request.method,
    path: request.path,
    query: request.url.searchParams,
    body: request.body,
  });
  const body = rest.status === 204 ? "" : JSON.stringify(rest.body);
  const etag = etagOf(body, caller.key);
  const isKnown = rest.status === 200 && request.method === "GET" && request.headers["if-none-match"] === etag;
  const isFree = isKnown && caller.kind !== "anonymous";
  const budget = isFree ? before : parts.limits.spend(caller, resource, 1);
  const headers: Record<string, string> = { ...commonHeaders(parts, caller, budget), ...rest.headers };
  if (rest.status === 200 && request.method === "GET") headers["etag"] = etag;
  if (rest.pages !== undefined) {
    const link = linkHeader(new URL(`${parts.urls().api}${request.path}${request.url.search}`), rest.pages);
    if (link !== null) headers["link"] = link;
  }
  return isKnown ? { status: 304, headers, body: "" } : { status: rest.status, headers, body };
}

async function answerOverGraphql(
  parts: ServerParts,
  request: ReadRequest,
  input: { readonly caller: Caller; readonly fault: FaultKind | null },
): Promise<{ outgoing: Outgoing; points: number }> {
  const { caller, fault } = input;
  const before = parts.limits.show(caller, "graphql");
  if (caller.kind === "anonymous") {
    const message = "This endpoint requires you to be authenticated.";
    return { outgoing: toOutgoing(refuse(401, message), commonHeaders(parts, caller, before)), points: 0 };
  }
  const answered: GraphqlAnswer = await answerGraphql({
    world: parts.world,
    urls: parts.urls(),
    caller,
    request: request.graphql ?? { query: "", variables: {}, operationName: null },
    budget: before,
  });
  const budget = parts.limits.spend(caller, "graphql", answered.cost);
  const errors = [...(answered.body.errors ?? []), ...(fault?.kind === "graphql_errors" ? fault.errors : [])];
  const body = errors.length === 0 ? answered.body : { ...answered.body, errors };
  const outgoing = toOutgoing({ status: 200, body }, commonHeaders(parts, caller, budget));
  return { outgoing, points: answered.cost };
}

function showLimits(parts: ServerParts, caller: Caller): Outgoing {
  if (parts.limits.isOff) return toOutgoing(refuse(404, "Rate limiting is not enabled."), commonHeaders(parts, caller));
  const show = (resource: Resource) => {
    const { limit, used, remaining, resetAt } = parts.limits.show(caller, resource);
    return { limit, used, remaining, reset: Math.floor(resetAt.getTime() / 1000) };
  };
  const resources = { core: show("core"), graphql: show("graphql"), search: show("search") };
  const headers = commonHeaders(parts, caller, parts.limits.show(caller, "core"));
  return toOutgoing({ status: 200, body: { resources, rate: resources.core } }, headers);
}

function commonHeaders(parts: ServerParts, caller: Caller | null, budget?: Budget): Record<string, string> {
  return {
    date: parts.world.clock.now().toUTCString(),
    "x-github-media-type": "github.v3; format=json",
    "x-github-request-id": randomUUID().slice(0, 18).toUpperCase(),
    ...(parts.isEnterprise ? { "x-github-enterprise-version": "3.17.0" } : {}),
    ...(caller?.kind === "token" ? { "x-oauth-scopes": caller.scopes.join(", ") } : {}),
    ...(budget === undefined || parts.limits.isOff
      ? {}
      : {
          "x-ratelimit-limit": String(budget.limit),
          "x-ratelimit-remaining": String(budget.remaining),
          "x-ratelimit-used": String(budget.used),
          "x-ratelimit-reset": String(Math.floor(budget.resetAt.getTime() / 1000)),
          "x-ratelimit-resource": budget.resource,
        }),
  };
}

function answerOfFault(fault: FaultKind): Outgoing | null {
  if (fault.kind === "bad_gateway") {
    return {
      status: 502,
      headers: { "content-type": "text/html" },
      body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
    };
  }
  if (fault.kind === "answer")
    return { status: fault.status, headers: fault.headers ?? {}, body: JSON.stringify(fault.body) };
  if (fault.kind !== "secondary_limit") return null;
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { "retry-after": String(fault.retryAfterSeconds) };
  const { status, body } = refuse(fault.status ?? 403, message);
  return { status, headers, body: JSON.stringify(body) };
}

function toOutgoing(answered: RestAnswer, headers: Record<string, string>): Outgoing {
  return { status: answered.status, headers: { ...headers, ...answered.headers }, body: JSON.stringify(answered.body) };
}

function revoke(credentials: Credentials, request: ReadRequest): void {
  const token = /^(?:bearer|token)\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (token !== undefined) credentials.revokeToken(token);
}

function note(
  parts: ServerParts,
  request: ReadRequest,
  result: { status: number | null; points: number; sizeBytes: number },
): void {
  parts.log.add({
    method: request.method,
    path: request.path,
    search: request.url.search,
    operation: request.operation,
    userAgent: request.headers["user-agent"] ?? null,
    ...result,
  });
}
