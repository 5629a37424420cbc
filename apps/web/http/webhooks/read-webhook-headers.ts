import type { IncomingHttpHeaders } from "node:http";

import { isSignature } from "@pulse/github";

export type WebhookHeaders = {
  readonly event: string;
  readonly deliveryId: string;
  readonly signature: string;
  readonly isForm: boolean;
};

export type BadHeaders = { readonly status: 400 | 401; readonly detail: string };

const eventPattern = /^[a-z][a-z0-9_]{0,99}$/;
// GitHub's is a GUID; others who speak as GitHub does number theirs. It only has to be the same when a delivery comes again.
const deliveryPattern = /^[a-z0-9-]{1,100}$/i;

/** Whether a request has the shape of one of GitHub's deliveries: looked at before a byte of its body is read. */
export function readWebhookHeaders(headers: IncomingHttpHeaders): WebhookHeaders | BadHeaders {
  const signature = one(headers["x-hub-signature-256"]);
  const event = one(headers["x-github-event"]);
  const deliveryId = one(headers["x-github-delivery"]);
  if (!isSignature(signature)) {
    return {
      status: 401,
      detail:
        "The delivery is not signed: X-Hub-Signature-256 must be sha256= and 64 hexadecimal digits. Set a secret on the hook",
    };
  }
  if (event === undefined || !eventPattern.test(event)) {
    return { status: 400, detail: "X-GitHub-Event names no event. This address takes GitHub's webhooks" };
  }
  if (deliveryId === undefined || !deliveryPattern.test(deliveryId)) {
    return {
      status: 400,
      detail: "X-GitHub-Delivery is no id, so a repeat could not be told. Send GitHub's own header",
    };
  }
  const isForm = (headers["content-type"] ?? "").toLowerCase().startsWith("application/x-www-form-urlencoded");
  return { event, deliveryId: deliveryId.toLowerCase(), signature, isForm };
}

function one(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}
