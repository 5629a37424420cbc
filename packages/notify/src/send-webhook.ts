import { createHmac } from "node:crypto";

import type { WebhookChannel } from "./channel.ts";
import type { Notification } from "./notification.ts";
import { post } from "./post.ts";
import type { Sending } from "./sending.ts";
import { toFailure } from "./to-failure.ts";

/**
 * To any program, signed: `X-Pulse-Signature` holds `sha256=` and the HMAC of `TIMESTAMP.DELIVERY.BODY`, one for each secret, with commas
 * between. A try that is repeated has the same `X-Pulse-Delivery`, so that a receiver can tell.
 */
export async function sendWebhook(
  sending: Sending,
  channel: WebhookChannel,
  { notification, delivery }: { readonly notification: Notification; readonly delivery: string },
): Promise<void> {
  const body = JSON.stringify({ ...notification, at: notification.at.toISOString() });
  const timestamp = String(Math.floor(sending.clock.now().getTime() / 1000));
  const signed = `${timestamp}.${delivery}.${body}`;
  const answer = await post(sending, {
    url: channel.url,
    body,
    headers: {
      "content-type": "application/json",
      "x-pulse-delivery": delivery,
      "x-pulse-timestamp": timestamp,
      "x-pulse-signature": channel.secrets
        .map((secret) => `sha256=${createHmac("sha256", secret).update(signed).digest("hex")}`)
        .join(","),
    },
  });
  if (answer.status < 200 || answer.status >= 300) throw toFailure(new URL(channel.url).host, answer);
}
