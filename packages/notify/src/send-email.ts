import { createHash } from "node:crypto";

import { AppError, type ErrorCode } from "@pulse/kit";
import { z } from "zod";

import type { EmailChannel } from "./channel.ts";
import type { Notification } from "./notification.ts";
import type { Sending } from "./sending.ts";

const usualTimeoutMs = 10_000;

/** By SMTP. A try that is repeated has the same Message-ID, and what is about one thing is one thread. */
export async function sendEmail(
  sending: Sending,
  channel: EmailChannel,
  { notification, delivery }: { readonly notification: Notification; readonly delivery: string },
): Promise<void> {
  const timeoutMs = sending.timeoutMs ?? usualTimeoutMs;
  // Whoever sends no mail, which is most processes, does not hold what sends it.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url: channel.smtpUrl,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const thread = `<${createHash("sha256").update(notification.key).digest("hex").slice(0, 32)}@pulse-hub>`;
  try {
    await transport.sendMail({
      from: channel.from,
      to: [...channel.to],
      subject: notification.title,
      messageId: `<${delivery}@pulse-hub>`,
      references: thread,
      inReplyTo: thread,
      date: notification.at,
      text: toText(notification),
      headers: { "Auto-Submitted": "auto-generated" },
    });
  } catch (error) {
    throw toFailure(error, channel);
  } finally {
    transport.close();
  }
}

function toText({ title, text, facts, url }: Notification): string {
  const list = facts.map(({ label, value }) => `${label}: ${value}`).join("\n");
  return [title, text, list, url ?? ""].filter((part) => part !== "").join("\n\n");
}

const refusal = z.object({
  code: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
});

/** Nothing of the address but its host: its user and password stand in it. */
function toFailure(error: unknown, { smtpUrl }: EmailChannel): AppError {
  const { code = "", responseCode, response = "" } = refusal.safeParse(error).data ?? {};
  const host = URL.canParse(smtpUrl) ? new URL(smtpUrl).host : "the mail server";
  const [kind, advice] = meaningOf(code, responseCode);
  const said = response === "" ? "" : ` and said: ${response.slice(0, 200)}`;
  const what = responseCode === undefined ? `cannot be reached (${code})` : `answered ${responseCode}${said}`;
  return new AppError(kind, `${host} ${what}. ${advice}`, {
    details: { status: responseCode ?? null, retryAfterMs: null },
  });
}

function meaningOf(code: string, status: number | undefined): readonly [ErrorCode, string] {
  if (code === "EAUTH") return ["unauthenticated", "Correct the user and password in SMTP_URL"];
  if (code === "EENVELOPE" && (status ?? 0) >= 500) return ["invalid", "Correct the sender or the recipients"];
  if (status === undefined || status < 500) return ["unavailable", "It is tried again"];
  return ["forbidden", "The server does not take this mail from here; ask whoever runs it"];
}
