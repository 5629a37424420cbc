import { AppError, type ErrorCode } from "@pulse/kit";

import { errorAnswer } from "./platform-shapes.ts";

export type Asked = { readonly method: string; readonly path: string };
type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

const codes: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  429: "limited",
};

const advice: Readonly<Record<number, string>> = {
  401: "Check DIGITALOCEAN_ACCESS_TOKEN: it may have ended or been revoked",
  403: "The token lacks a right: deploying needs app:read and app:update",
  404: "Check the name or id of the app. ./pulse deploy status lists what the token can see",
  409: "Look at ./pulse deploy status",
};

/** What a refusal of the platform means, in its own words and with the number under which its support finds the request. */
export function refusedError(asked: Asked, { status, headers, body }: Answer): AppError {
  const said = errorAnswer.safeParse(body);
  const message = said.success ? said.data.message : "";
  const details = {
    status,
    message,
    ...(said.success ? { id: said.data.id, requestId: said.data.request_id ?? null } : {}),
  };
  const where = `App Platform refused ${asked.method} ${asked.path} (${status})`;
  if (status === 429) {
    const resetAt = readReset(headers);
    return new AppError(
      "limited",
      `${where}: ${message}. It can be asked again after ${resetAt?.toISOString() ?? "a while"}`,
      {
        details: { ...details, resetAt, retryAfterMs: readRetryAfter(headers) },
      },
    );
  }
  const code = codes[status] ?? "invalid";
  return new AppError(code, [`${where}: ${message}`, advice[status]].filter((part) => part !== undefined).join(". "), {
    details,
  });
}

/** No answer, or one that is none: a gateway's page, a body that ends early. `isUnsure`: what was asked may have been done. */
export function noAnswerError(
  asked: Asked,
  input: {
    readonly reason: "network" | "timeout" | "truncated" | "html" | "server";
    readonly status?: number;
    readonly cause?: unknown;
  },
): AppError {
  const text = {
    network: "cannot be reached. Check the network",
    timeout: "did not answer in time",
    truncated: "answered half a sentence",
    html: "answered with a page instead of data: something between here and there is down",
    server: "has a fault of its own",
  }[input.reason];
  const status = input.status === undefined ? "" : ` (${input.status})`;
  return new AppError("unavailable", `${asked.method} ${asked.path}: App Platform ${text}${status}`, {
    ...(input.cause === undefined ? {} : { cause: input.cause }),
    details: { reason: input.reason, status: input.status ?? null, isUnsure: asked.method !== "GET" },
  });
}

function readRetryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

function readReset(headers: Headers): Date | null {
  const seconds = Number(headers.get("ratelimit-reset"));
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : null;
}
