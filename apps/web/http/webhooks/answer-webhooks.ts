// GitHub's deliveries: verified, stored, answered. What they mean is the worker's business.
import type { IncomingMessage, ServerResponse } from "node:http";

import { decodeForm, verifySignature } from "@pulse/github";
import type { Logger } from "@pulse/kit";

import { refuse } from "../answer-own-routes.ts";
import { sendJson } from "../send-json.ts";
import type { ByteBudget } from "./byte-budget.ts";
import type { HookSecrets } from "./connection-secrets.ts";
import type { DeliveryWriter } from "./delivery-writer.ts";
import { readBody } from "./read-body.ts";
import { readWebhookHeaders, type WebhookHeaders } from "./read-webhook-headers.ts";

export type Webhooks = {
  /** Of the installation's own address; none: nothing is taken there. */
  readonly secrets: readonly string[];
  readonly findConnectionSecrets: (connectionId: number) => Promise<HookSecrets>;
  readonly writer: DeliveryWriter;
  readonly budget: ByteBudget;
  readonly bodyTimeoutMs?: number;
};

type WebhookRequest = {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly logger: Logger;
};

// GitHub's own limit, and how long it waits for an answer.
const bodyLimitBytes = 25 * 2 ** 20;
const bodyTimeoutMs = 10_000;
// How long a refused sender may go on sending: whoever is cut off while sending often never reads the answer.
const lingerMs = 2_000;
const retryAfterSeconds = 10;

const connectionPath = /^\/api\/webhooks\/github\/([1-9][0-9]{0,14})$/;

/** Answers GitHub's webhooks. False means that the path is not one of theirs. Whoever sends is told apart by the signature alone. */
export async function answerWebhooks(webhooks: Webhooks, asked: WebhookRequest): Promise<boolean> {
  const connectionId = connectionPath.exec(asked.path)?.[1];
  const isOwn = asked.path === "/api/webhooks/github" || asked.path === "/webhook";
  if (connectionId === undefined && !isOwn) return false;
  if (asked.request.method !== "POST") {
    refuse(asked.response, {
      code: "invalid",
      status: 405,
      title: "Method not allowed",
      detail: "GitHub's webhooks come by POST",
      requestId: asked.requestId,
      allow: "POST",
    });
    return true;
  }
  await receive(webhooks, asked, connectionId === undefined ? null : Number(connectionId));
  return true;
}

async function receive(webhooks: Webhooks, asked: WebhookRequest, connectionId: number | null): Promise<void> {
  const headers = readWebhookHeaders(asked.request.headers);
  if ("status" in headers) {
    turnAway(asked, { status: headers.status, detail: headers.detail });
    return;
  }
  const read = await readBody(asked.request, {
    limitBytes: bodyLimitBytes,
    timeoutMs: webhooks.bodyTimeoutMs ?? bodyTimeoutMs,
    budget: webhooks.budget,
  });
  if (read.kind !== "whole") {
    turnAway(asked, refusals[read.kind]);
    return;
  }
  try {
    await verifyAndStore(webhooks, asked, { headers, body: read.body, connectionId });
  } catch (error) {
    // Seen by GitHub as failed, so that it can be asked for again.
    asked.logger.error({ err: error, delivery_id: headers.deliveryId }, "a delivery could not be stored");
    turnAway(asked, {
      status: 500,
      detail: `The delivery could not be stored. The log knows why, under ${asked.requestId}`,
    });
  } finally {
    read.release();
  }
}

type Verifying = { readonly headers: WebhookHeaders; readonly body: Buffer; readonly connectionId: number | null };

async function verifyAndStore(webhooks: Webhooks, asked: WebhookRequest, given: Verifying): Promise<void> {
  const { headers, connectionId } = given;
  const found =
    connectionId === null
      ? { connection: null, secrets: webhooks.secrets }
      : await webhooks.findConnectionSecrets(connectionId);
  const isValid =
    found !== null && verifySignature(given.body, { signature: headers.signature, secrets: found.secrets });
  if (!isValid) {
    asked.logger.warn({ event: headers.event, delivery_id: headers.deliveryId }, "delivery without a valid signature");
    turnAway(asked, { status: 401, detail: unsigned });
    return;
  }
  const body = headers.isForm ? decodeForm(given.body) : given.body;
  const { deliveryId, event } = headers;
  const written = await webhooks.writer.write({
    connection: found.connection,
    deliveryId,
    event,
    body: body ?? Buffer.alloc(0),
  });
  if (written.isRejected) {
    turnAway(asked, { status: 400, detail: "The body is signed, but it is not a JSON object in UTF-8. It was kept" });
    return;
  }
  const isNew = written.stored === "new";
  sendJson(asked.response, {
    status: isNew ? 202 : 200,
    body: {
      ok: true,
      delivery_id: deliveryId,
      event_type: event,
      action: written.action,
      status: isNew ? "accepted" : "duplicate",
    },
  });
}

const unsigned =
  "The signature fits none of the secrets of this address. Give the hook the secret that is set here, as application/json or form";

type Refusal = { readonly status: keyof typeof titles; readonly detail: string };

const refusals: Readonly<Record<"too_large" | "no_room" | "too_slow" | "broken_off", Refusal>> = {
  too_large: { status: 413, detail: "The body is larger than 25 MB, which GitHub never sends" },
  no_room: { status: 503, detail: "Too many large deliveries at once. Send it again in a moment" },
  too_slow: { status: 408, detail: "The body did not come within 10 seconds" },
  broken_off: { status: 400, detail: "The body ended before its end" },
};

const codes = {
  400: "invalid",
  401: "unauthenticated",
  408: "invalid",
  413: "invalid",
  500: "internal",
  503: "unavailable",
} as const;
const titles = {
  400: "Bad request",
  401: "No valid signature",
  408: "Request timeout",
  413: "Content too large",
  500: "Internal error",
  503: "Unavailable",
} as const;

function turnAway({ request, response, requestId }: WebhookRequest, { status, detail }: Refusal): void {
  if (status === 503) response.setHeader("Retry-After", retryAfterSeconds);
  if (!request.complete) lingerOn(request, response);
  refuse(response, { code: codes[status], status, title: titles[status], detail, requestId });
}

/** Lets what is still coming pass unread for a moment, then hangs up. */
function lingerOn(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Connection", "close");
  request.resume();
  const timer = setTimeout(() => request.destroy(), lingerMs);
  request.once("close", () => clearTimeout(timer));
}
