import { setTimeout as delay } from "node:timers/promises";

import type { Db } from "@pulse/db";
import { AppError, type Clock, type Logger } from "@pulse/kit";

import { createExchange, type Wanted } from "./create-exchange.ts";
import { findEtag, saveEtag } from "./etags.ts";
import type { GetOptions, GitHubClient, GraphQLAnswer, OpenedConnection, RestAnswer } from "./github-client.ts";
import { nextPage } from "./next-page.ts";
import type { Purpose } from "./rate-budget.ts";
import { readGraphQLAnswer } from "./read-graphql-answer.ts";
import { readRateLimit } from "./read-limits.ts";
import { refuseByLimit } from "./refuse-by-limit.ts";
import { reserveWrite } from "./reserve-write.ts";
import { graphqlUrl, resolveApiUrl } from "./resolve-api-url.ts";
import { createSend, type WireAnswer } from "./send-request.ts";
import { createTurnstile } from "./turnstile.ts";
import { unreadableAnswer } from "./unreadable-answer.ts";

export type ClientContext = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetch?: typeof fetch;
};

export type ClientOptions = {
  /** `sync` leaves the connection's reserve to people; `interactive` may use all of it. */
  readonly purpose: Purpose;
  /** GITHUB_API_URL: https://api.github.com, or https://HOST/api/v3 of an Enterprise server. */
  readonly apiUrl: string;
  /** How long to wait at most before the second try of what GitHub could not answer; doubles. A second unless given. */
  readonly retryBaseMs?: number;
};

type Followed = { readonly answer: WireAnswer; readonly movedTo: string | null };

const maxRedirects = 3;

/** Nothing is asked before the first call. */
export function createGitHubClient(
  given: ClientContext,
  connection: OpenedConnection,
  options: ClientOptions,
): GitHubClient {
  const { apiUrl } = options;
  const ctx = { ...given, apiUrl, send: createSend(given.fetch ?? fetch) };
  const usage = { requests: 0, notModified: 0, points: 0 };
  const queries = createTurnstile();
  const writes = createTurnstile();
  const exchange = createExchange(ctx, connection, {
    purpose: options.purpose,
    retryBaseMs: options.retryBaseMs ?? 1000,
    onRequest: () => {
      usage.requests += 1;
    },
  });

  /** Follows redirects, on the API's own host only; those that would turn a write into a read are not followed. */
  const follow = async (wanted: Wanted, isDirect = false): Promise<Followed> => {
    let movedTo: string | null = null;
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const answer = await exchange.send({ ...wanted, url: movedTo ?? wanted.url });
      const location = answer.headers["location"];
      if (answer.status < 300 || answer.status === 304 || location === undefined) return { answer, movedTo };
      if (isDirect) throw awayError(wanted.url);
      movedTo = resolveApiUrl(apiUrl, new URL(location, wanted.url).href).href;
      if (wanted.method !== "GET" && answer.status < 307) throw movedError(wanted.url, movedTo);
    }
    throw endless(wanted.url);
  };

  const toRestAnswer = ({ answer, movedTo }: Followed, key: { url: string; credential: string }): RestAnswer => ({
    isNotModified: false,
    status: answer.status,
    data: answer.data,
    next: nextPage(answer.headers["link"]),
    headers: answer.headers,
    movedTo,
    saveEtag: async (tx) => {
      const etag = answer.headers["etag"];
      if (etag === undefined) return;
      await saveEtag(tx, { ...etagOwner(connection), ...key }, { etag, at: ctx.clock.now() });
    },
  });

  const get: GitHubClient["get"] = async (path, options: GetOptions = {}) => {
    const { query, isConditional, isDirect, accept, signal } = options;
    const url = resolveApiUrl(apiUrl, path, query).href;
    const key = { url, credential: (await exchange.credential()).fingerprint };
    const kept = isConditional === true ? await findEtag(ctx.db, { ...etagOwner(connection), ...key }) : null;
    const etag = options.etag ?? kept;
    const wanted = {
      method: "GET",
      url,
      headers: { ...(accept === undefined ? {} : { accept }), ...(etag === null ? {} : { "if-none-match": etag }) },
      signal,
      resource: new URL(url).pathname.includes("/search/") ? "search" : "core",
      isRepeatable: true,
    } as const;
    const found = await follow(wanted, isDirect);
    if (found.answer.status !== 304) return toRestAnswer(found, key);
    usage.notModified += 1;
    return { isNotModified: true };
  };

  const locate: GitHubClient["locate"] = async (path, { signal } = {}) => {
    let url = resolveApiUrl(apiUrl, path);
    for (let hop = 0; hop <= maxRedirects; hop += 1) {
      const wanted = { method: "GET", url: url.href, signal, resource: "core", isRepeatable: true } as const;
      const { headers, data } = await exchange.send(wanted);
      const location = headers["location"];
      if (location === undefined) return { kind: "here", text: textOf(data, headers["content-type"]) };
      const next = new URL(location, url);
      if (next.origin !== url.origin) return { kind: "elsewhere", url: next };
      url = next;
    }
    throw endless(url.href);
  };

  const write = async (
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    input: { readonly body: unknown; readonly signal: AbortSignal | undefined },
  ): Promise<RestAnswer> => {
    const url = resolveApiUrl(apiUrl, path).href;
    const found = await writes(async () => {
      const { waitMs } = await reserveWrite(ctx, connection);
      await delay(waitMs, undefined, input.signal === undefined ? {} : { signal: input.signal });
      return await follow({ ...input, method, url, resource: "core", isRepeatable: method !== "POST" });
    });
    return toRestAnswer(found, { url, credential: "none" });
  };

  const ask = async (body: unknown, signal: AbortSignal | undefined) => {
    if (connection.credential.kind === "none") throw needsToken();
    const url = graphqlUrl(apiUrl);
    const answer = await exchange.send({ method: "POST", url, body, signal, resource: "graphql", isRepeatable: true });
    const outcome = readGraphQLAnswer(answer.data, new URL(url).host);
    if (outcome.kind === "error") throw outcome.error;
    if (outcome.kind === "data") return outcome;
    const limit = readRateLimit(answer.headers, "graphql");
    const isPrimary = !outcome.isSecondary && limit !== null;
    throw await refuseByLimit(
      ctx,
      connection,
      isPrimary ? { kind: "primary", limit } : { kind: "secondary", retryAfterMs: null },
    );
  };

  return {
    connection,
    usage,
    get,
    locate,
    post: async (path, body, { signal } = {}) => await write("POST", path, { body, signal }),
    patch: async (path, body, { signal } = {}) => await write("PATCH", path, { body, signal }),
    delete: async (path, body, { signal } = {}) => await write("DELETE", path, { body, signal }),
    graphql: async <T>(
      query: string,
      variables: Readonly<Record<string, unknown>>,
      input: { signal?: AbortSignal } = {},
    ) => {
      // GitHub wants one query at a time of each token.
      const { data, cost, errors } = await queries(async () => await ask({ query, variables }, input.signal));
      usage.points += cost;
      return { data: asAnswerOf<T>(data), cost, errors } satisfies GraphQLAnswer<T>;
    },
  };
}

/** Safe as far as the query was checked against GitHub's schema; whoever keeps values of it parses them. */
function asAnswerOf<T>(data: unknown): T {
  return data as T;
}

function etagOwner(connection: OpenedConnection): { readonly workspaceId: number; readonly connectionId: number } {
  return { workspaceId: connection.workspaceId, connectionId: connection.id };
}

// GitHub refuses every query of somebody unknown, so none is sent.
function needsToken(): AppError {
  return new AppError(
    "forbidden",
    "Without a token GitHub answers no queries, by which most of a repository is read. " +
      "Save one, then connect the repository again: ./pulse connection save main --token-stdin",
    { details: { reason: "needs_token" } },
  );
}

function textOf(data: unknown, type = ""): string {
  if (typeof data === "string" && !type.includes("html")) return data;
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString();
  throw unreadableAnswer();
}

function endless(url: string): AppError {
  return new AppError("unavailable", `${url} leads from address to address without end. Try again later`, {
    details: { reason: "redirects", isTooMuch: false },
  });
}

function awayError(url: string): AppError {
  return new AppError(
    "conflict",
    `GitHub keeps ${new URL(url).pathname} elsewhere now, and nobody is sent there with a credential. A repository that was renamed is found by its new name after its next reading`,
    { details: { reason: "moved" } },
  );
}

function movedError(url: string, movedTo: string): AppError {
  return new AppError(
    "conflict",
    `${new URL(url).pathname} has moved to ${new URL(movedTo).pathname}. Read the repository again, then try again: ./pulse sync run`,
    { details: { reason: "moved", movedTo } },
  );
}
