import { isAppError, retry } from "@pulse/kit";

import type { Channel } from "./channel.ts";
import type { Notification } from "./notification.ts";
import { sendEmail } from "./send-email.ts";
import { sendPagerDuty } from "./send-pagerduty.ts";
import { sendSlack } from "./send-slack.ts";
import { sendWebhook } from "./send-webhook.ts";
import type { Sending } from "./sending.ts";

const attempts = 3;
const baseMs = 1_000;
/** Nobody waits longer within one call; who asks for more is told at the next occasion. */
const maxMs = 30_000;

/**
 * Sends one notification one way, up to three times while waiting helps. Throws what the last try said: `limited` or `unavailable` may be
 * tried again later; `invalid`, `forbidden`, `not_found` and `unauthenticated` need a person. That somebody was told twice is possible,
 * that somebody was not told without an error is not.
 */
export async function notify(sending: Sending, channel: Channel, notification: Notification): Promise<void> {
  const delivery = sending.newId();
  await retry(
    {
      attempts,
      baseMs,
      maxMs,
      isRetryable: (error) => isAppError(error) && ["limited", "unavailable"].includes(error.code),
      askedMs: (error) => (isAppError(error) ? askedBy(error.details) : null),
      ...(sending.random === undefined ? {} : { random: sending.random }),
      ...(sending.signal === undefined ? {} : { signal: sending.signal }),
    },
    async (attempt) => {
      if (attempt > 1) sending.logger.warn({ kind: channel.kind, attempt, delivery }, "a notification is tried again");
      await send(sending, channel, { notification, delivery });
    },
  );
}

const askedBy = ({ retryAfterMs }: Readonly<Record<string, unknown>>): number | null =>
  typeof retryAfterMs === "number" ? retryAfterMs : null;

async function send(
  sending: Sending,
  channel: Channel,
  message: { readonly notification: Notification; readonly delivery: string },
): Promise<void> {
  switch (channel.kind) {
    case "slack":
      return await sendSlack(sending, channel, message.notification);
    case "email":
      return await sendEmail(sending, channel, message);
    case "webhook":
      return await sendWebhook(sending, channel, message);
    case "pagerduty":
      return await sendPagerDuty(sending, channel, message.notification);
  }
}
