import { createHash } from "node:crypto";

import type { PagerDutyChannel } from "./channel.ts";
import type { Notification } from "./notification.ts";
import { post } from "./post.ts";
import type { Sending } from "./sending.ts";
import { toFailure } from "./to-failure.ts";

// https://developer.pagerduty.com/docs/events-api-v2
const summaryLetters = 1_024;
const keyLetters = 255;
const source = "pulse-hub";

/** As an incident that a later `resolved` of the same key closes; what happened once becomes a change event, which wakes nobody. */
export async function sendPagerDuty(
  sending: Sending,
  channel: PagerDutyChannel,
  notification: Notification,
): Promise<void> {
  const base = channel.eventsUrl ?? "https://events.pagerduty.com";
  const path = notification.state === "note" ? "/v2/change/enqueue" : "/v2/enqueue";
  const body = JSON.stringify({ routing_key: channel.routingKey, ...toEvent(notification) });
  const answer = await post(sending, { url: `${base}${path}`, headers: { "content-type": "application/json" }, body });
  if (answer.status !== 202) throw toFailure("PagerDuty", answer);
}

function toEvent(notification: Notification): Readonly<Record<string, unknown>> {
  const { title, text, severity, state, key, facts, url, at } = notification;
  const details = Object.fromEntries(
    [{ label: "text", value: text }, ...facts].map(({ label, value }) => [label, value]),
  );
  const common = {
    summary: title.slice(0, summaryLetters),
    timestamp: at.toISOString(),
    source,
    custom_details: details,
  };
  const links = url === null ? [] : [{ href: url, text: "Open" }];
  if (state === "note") return { payload: common, links };
  const dedup = { dedup_key: key.length > keyLetters ? createHash("sha256").update(key).digest("hex") : key };
  if (state === "resolved") return { event_action: "resolve", ...dedup };
  return { event_action: "trigger", ...dedup, payload: { ...common, severity }, links };
}
