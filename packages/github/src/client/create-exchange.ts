/**
 * Requests as GitHub wants them: each taken from the shared budget, with the connection's credential, tried again when GitHub could not
 * answer, and every refusal translated. What is asked and what an answer means is the caller's.
 */
import type { Db } from "@pulse/db";
import { isAppError, retry, type AppError, type Clock, type Logger } from "@pulse/kit";

import { forgetInstallationToken, getCredential, messageOf, type Credential } from "./credentials.ts";
import type { OpenedConnection, RateResource } from "./github-client.ts";
import { markConnection } from "./mark-connection.ts";
import { noteNoLimit, noteRateLimit, reserveRequest, type Purpose } from "./rate-budget.ts";
import { isUnlimited, readLimitHit, readRateLimit, type Headers } from "./read-limits.ts";
import { refuseByLimit } from "./refuse-by-limit.ts";
import type { Send, WireAnswer, WireRequest } from "./send-request.ts";
import { toGitHubError } from "./to-github-error.ts";

export type ExchangeContext = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly send: Send;
  readonly apiUrl: string;
};

export type Wanted = Omit<WireRequest, "headers" | "timeoutMs"> & {
  readonly headers?: Headers;
  readonly resource: RateResource;
  /** Whether doing it twice does no more than doing it once. */
  readonly isRepeatable: boolean;
};

type ExchangeWithGitHub = {
  /** Gives every answer below 400, redirects and 304 too. */
  readonly send: (wanted: Wanted) => Promise<WireAnswer>;
  /** What the connection shows to GitHub. A refusal to give an app its token is noted as any other. */
  readonly credential: () => Promise<Credential>;
};

const restTimeoutMs = 30_000;
const graphqlTimeoutMs = 60_000;
const attempts = 3;
const longestWaitMs = 20_000;
const apiHeaders = { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" };

export function createExchange(
  ctx: ExchangeContext,
  connection: OpenedConnection,
  input: { readonly purpose: Purpose; readonly retryBaseMs: number; readonly onRequest: () => void },
): ExchangeWithGitHub {
  // What an App asks as itself is not taken from its installation's budget, and its limit says nothing about that.
  const isApart = connection.credential.kind === "app_itself";
  const once = async (wanted: Wanted): Promise<WireAnswer> => {
    const { token } = await getCredential(ctx, connection);
    wanted.signal?.throwIfAborted();
    if (!isApart) await reserveRequest(ctx, connection, { resource: wanted.resource, purpose: input.purpose });
    input.onRequest();
    const answer = await ctx.send({
      ...wanted,
      headers: { ...apiHeaders, ...wanted.headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      timeoutMs: wanted.resource === "graphql" ? graphqlTimeoutMs : restTimeoutMs,
    });
    if (!isApart) await noteAnswer(ctx, connection, { answer, resource: wanted.resource });
    if (answer.status < 400) return answer;
    throw await refusalOf(ctx, connection, { wanted, answer });
  };

  const withFreshToken = async (wanted: Wanted): Promise<WireAnswer> => {
    try {
      return await once(wanted);
    } catch (error) {
      if (!isAppError(error) || error.code !== "unauthenticated") throw error;
      // An app's token can end early, as when its rights change: a new one decides.
      if (forgetInstallationToken(ctx.apiUrl, connection)) return await once(wanted);
      throw error;
    }
  };

  const noting = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (isAppError(error) && error.code === "unauthenticated" && connection.kind !== "anonymous") {
        await markConnection(ctx, connection, { status: "revoked", detail: error.message });
      }
      throw error;
    }
  };

  return {
    credential: async () => await noting(async () => await getCredential(ctx, connection)),
    send: async (wanted) => {
      const options = {
        attempts,
        baseMs: input.retryBaseMs,
        maxMs: longestWaitMs,
        isRetryable: (error: unknown) => mayTryAgain(error, wanted),
        ...(wanted.signal === undefined ? {} : { signal: wanted.signal }),
      };
      return await noting(async () => await retry(options, async () => await withFreshToken(wanted)));
    },
  };
}

// A query that was too much for GitHub would be so again: its reader asks for less.
function mayTryAgain(error: unknown, wanted: Wanted): boolean {
  if (!wanted.isRepeatable || !isAppError(error) || error.code !== "unavailable") return false;
  return wanted.resource !== "graphql" || error.details["isTooMuch"] !== true;
}

async function noteAnswer(
  ctx: ExchangeContext,
  connection: OpenedConnection,
  input: { readonly answer: WireAnswer; readonly resource: RateResource },
): Promise<void> {
  const { answer, resource } = input;
  const limit = readRateLimit(answer.headers, resource);
  if (limit !== null) {
    // GitHub counts a 304 only when nobody is signed in.
    const isFree = answer.status === 304 && connection.kind !== "anonymous";
    await noteRateLimit(ctx, connection, { limit, isFree });
    return;
  }
  if (answer.status < 400 && isUnlimited(answer.headers)) await noteNoLimit(ctx, connection, resource);
}

async function refusalOf(
  ctx: ExchangeContext,
  connection: OpenedConnection,
  input: { readonly wanted: Wanted; readonly answer: WireAnswer },
): Promise<AppError> {
  const { answer, wanted } = input;
  const message = messageOf(answer.data);
  const hit = readLimitHit({ ...answer, message }, { resource: wanted.resource, now: ctx.clock.now() });
  if (hit !== null) return await refuseByLimit(ctx, connection, hit);
  const { host, pathname } = new URL(wanted.url);
  return toGitHubError({ ...answer, message, address: `${host}${pathname}` }, connection);
}
