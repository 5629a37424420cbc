import type { SlackChannel } from "./channel.ts";
import type { Notification } from "./notification.ts";
import { post } from "./post.ts";
import type { Sending } from "./sending.ts";
import { toFailure } from "./to-failure.ts";

// Slack's limits: https://docs.slack.dev/reference/block-kit/blocks
const headerLetters = 150;
const sectionLetters = 3_000;
const fieldsOfSection = 10;
const fieldLetters = 2_000;

/** Into a channel, by an incoming webhook. */
export async function sendSlack(sending: Sending, channel: SlackChannel, notification: Notification): Promise<void> {
  const body = JSON.stringify({
    text: escape(cut(summary(notification), sectionLetters)),
    blocks: toBlocks(notification),
  });
  const answer = await post(sending, { url: channel.url, headers: { "content-type": "application/json" }, body });
  if (answer.status !== 200) throw toFailure("Slack", answer);
}

const signs = { info: "ℹ️", warning: "⚠️", error: "❌", critical: "🚨" } as const;

const signOf = ({ state, severity }: Notification): string => (state === "resolved" ? "✅" : signs[severity]);

const summary = (notification: Notification): string => `${signOf(notification)} ${notification.title}`;

type Block = { readonly type: string } & Readonly<Record<string, unknown>>;

function toBlocks(notification: Notification): readonly Block[] {
  const { text, facts, url } = notification;
  const link = url === null ? [] : [`<${escapeUrl(url)}|Open>`];
  const words = [...(text === "" ? [] : [escape(text)]), ...link].join("\n");
  const shown = facts.slice(0, fieldsOfSection);
  return [
    { type: "header", text: { type: "plain_text", text: cut(summary(notification), headerLetters), emoji: true } },
    ...(words === "" ? [] : [{ type: "section", text: { type: "mrkdwn", text: cut(words, sectionLetters) } }]),
    ...(shown.length === 0
      ? []
      : [
          {
            type: "section",
            fields: shown.map(({ label, value }) => ({
              type: "mrkdwn",
              text: cut(`*${escape(label)}*\n${escape(value)}`, fieldLetters),
            })),
          },
        ]),
  ];
}

/** The three signs that Slack's markup knows; a name in them would call everybody of a channel. */
const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const escapeUrl = (url: string): string => escape(url).replaceAll("|", "%7C");

/** By letters as people count them, so that none is cut in two; a reference such as `&lt;` neither. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = "";
  for (const letter of text) {
    if (kept.length + letter.length > most - 1) break;
    kept += letter;
  }
  return `${kept.replace(/&[a-z]{0,3}$/, "")}…`;
}
