/** One request on the wire and back: no limits, no retries, no meaning. Octokit builds it; redirects are left to the caller. */
import { Octokit } from "@octokit/core";
import { RequestError } from "@octokit/request-error";
import { AppError, traced } from "@pulse/kit";

import type { Headers } from "./read-limits.ts";

export type WireRequest = {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Headers;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
};

export type WireAnswer = { readonly status: number; readonly headers: Headers; readonly data: unknown };

export type Send = (request: WireRequest) => Promise<WireAnswer>;

const quiet = () => undefined;

/**
 * Gives every answer, whatever its status. Throws `unavailable` when none came, came too late or was cut short (`details.reason` network,
 * timeout or truncated), and the reason of the caller's signal.
 */
export function createSend(fetchOrOurs: typeof fetch): Send {
  // Octokit would write warnings to the console; what matters of them is in the answers.
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const octokit = new Octokit({ userAgent: "pulse-hub", log });
  const send: Send = async (request) => {
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
    const answer = await octokit
      .request({
        method: request.method,
        // As a value of the template, since Octokit would take a colon within the address for a placeholder.
        url: "{+address}",
        address: request.url,
        headers: { ...request.headers },
        ...(request.body === undefined ? {} : { data: request.body }),
        request: { fetch: fetchOrOurs, redirect: "manual", signal, log },
      })
      .then(plainAnswer, (error: unknown) => {
        if (error instanceof RequestError && error.response !== undefined) return plainAnswer(error.response);
        request.signal?.throwIfAborted();
        throw wireError(request, { reason: timeout.aborted ? "timeout" : "network", cause: error });
      });
    // A body that ends early is no JSON and comes as text.
    if (typeof answer.data === "string" && isJson(answer.headers) && answer.status < 300) {
      request.signal?.throwIfAborted();
      throw wireError(request, { reason: timeout.aborted ? "timeout" : "truncated", cause: undefined });
    }
    return answer;
  };
  return async (request) => {
    const { host } = new URL(request.url);
    const attributes = { "http.request.method": request.method, "server.address": host };
    return await traced({ name: `GitHub ${request.method}`, kind: "client", attributes }, async (span) => {
      const answer = await send(request);
      span.set({ "http.response.status_code": answer.status });
      return answer;
    });
  };
}

function plainAnswer(response: {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}): WireAnswer {
  const headers = Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) =>
      typeof value === "string" || typeof value === "number" ? [[name.toLowerCase(), String(value)]] : [],
    ),
  );
  return { status: response.status, headers, data: response.data };
}

function isJson(headers: Headers): boolean {
  return /[/+]json\b/.test(headers["content-type"] ?? "");
}

function wireError(
  request: WireRequest,
  input: { readonly reason: "network" | "timeout" | "truncated"; readonly cause: unknown },
): AppError {
  const { host, pathname } = new URL(request.url);
  const text = {
    network: "GitHub cannot be reached. Check the network and GITHUB_API_URL",
    timeout: `GitHub did not answer within ${request.timeoutMs / 1000} s. It is tried again later`,
    truncated: "GitHub's answer was cut short. It is tried again later",
  }[input.reason];
  return new AppError("unavailable", `${host}${pathname}: ${text}`, {
    // What Octokit throws holds the request with its headers: only the reason below it is kept.
    cause: input.cause instanceof Error && input.cause.cause instanceof Error ? input.cause.cause : undefined,
    details: { reason: input.reason, isTooMuch: input.reason !== "network" },
  });
}
