import { createHmac } from "node:crypto";

import type { HookOwner, Pending } from "./create-hooks.ts";

export type Sent = {
  /** 0 when nobody answered. */
  readonly statusCode: number;
  readonly status: string;
  readonly durationMs: number;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
};

// GitHub waits ten seconds: https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks
const timeoutMs = 10_000;

/** One signed POST. A hook that cannot be reached is an outcome, not an error. */
export async function sendDelivery({ hook, guid, event, body }: Pending): Promise<Sent> {
  const sent = hook.contentType === "json" ? body : new URLSearchParams({ payload: body }).toString();
  const requestHeaders = {
    accept: "*/*",
    "content-type": hook.contentType === "json" ? "application/json" : "application/x-www-form-urlencoded",
    "user-agent": "GitHub-Hookshot/replica",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": String(hook.id),
    ...targetHeaders(hook.owner),
    ...(hook.secret === ""
      ? {}
      : {
          "x-hub-signature": `sha1=${createHmac("sha1", hook.secret).update(sent).digest("hex")}`,
          "x-hub-signature-256": `sha256=${createHmac("sha256", hook.secret).update(sent).digest("hex")}`,
        }),
  };
  const begunAt = performance.now();
  const lastsMs = () => performance.now() - begunAt;
  try {
    const response = await fetch(hook.url, {
      method: "POST",
      headers: requestHeaders,
      body: sent,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const responseBody = await response.text();
    return {
      statusCode: response.status,
      status: response.ok ? "OK" : `Invalid HTTP Response: ${response.status}`,
      durationMs: lastsMs(),
      requestHeaders,
      responseHeaders: Object.fromEntries(response.headers),
      responseBody,
    };
  } catch (error) {
    const status = error instanceof Error && error.name === "TimeoutError" ? "timed out" : "failed to connect to host";
    return { statusCode: 0, status, durationMs: lastsMs(), requestHeaders, responseHeaders: {}, responseBody: "" };
  }
}

function targetHeaders(owner: HookOwner): Readonly<Record<string, string>> {
  const [type, id] =
    owner.kind === "repository"
      ? ["repository", owner.repositoryId]
      : owner.kind === "app"
        ? ["integration", owner.appId]
        : ["organization", 0];
  return {
    "x-github-hook-installation-target-id": String(id),
    "x-github-hook-installation-target-type": String(type),
  };
}
