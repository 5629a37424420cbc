// Each sender against something that really answers: Slack by a third party's emulator, mail by an SMTP server, the rest by a server that
// can refuse, stall and ask to be left alone.
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";

import { createLogger, findFreePort, fixedClock, isAppError } from "@pulse/kit";
import { createEmulator } from "emulate";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";

import type { Channel } from "./channel.ts";
import type { Notification } from "./notification.ts";
import { notify } from "./notify.ts";
import type { Sending } from "./sending.ts";

type Told = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
type Answer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | "silence";

let server: Server;
let base: string;
let told: Told[] = [];
let answers: Answer[] = [];

const sending: Sending = {
  clock: fixedClock("2026-11-21T20:00:00Z"),
  logger: createLogger({ name: "notify", level: "silent" }),
  newId: () => "delivery-1",
  reach: "anywhere",
  random: () => 0,
};

const failed: Notification = {
  title: "Deployment of pulse-hub <failed> & went back",
  text: "mcp never got healthy. <!channel>",
  severity: "error",
  state: "open",
  key: "deploy:pulse-hub",
  facts: [{ label: "Commit", value: "4681bc8" }],
  url: "https://pulse.example.com/default/deployments/7?a=1&b=2",
  at: new Date("2026-11-21T19:59:00Z"),
};

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      told.push({ path: request.url ?? "", headers: request.headers, body });
      const answer = answers.shift() ?? { status: 202 };
      if (answer === "silence") return;
      response.writeHead(answer.status, answer.headers).end(answer.body ?? "");
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  base = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  told = [];
  answers = [];
});

async function failureOf(channel: Channel, over: Partial<Sending> = {}, notification = failed) {
  const error: unknown = await notify({ ...sending, ...over }, channel, notification).catch(
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw new Error("it was sent, or failed otherwise", { cause: error });
  return error;
}

const webhook = (): Channel => ({ kind: "webhook", url: `${base}/hook?key=k1`, secrets: ["new secret", "old secret"] });

test("Slack shows what was said, as text that calls nobody", async () => {
  const slack = await createEmulator({
    service: "slack",
    port: await findFreePort(),
    seed: { tokens: { "xoxb-test": { login: "developer", scopes: [] } } },
  });
  try {
    await notify(sending, { kind: "slack", url: `${slack.url}/services/T000000001/B000000001/X1` }, failed);

    const history = await fetch(`${slack.url}/api/conversations.history`, {
      method: "POST",
      headers: { authorization: "Bearer xoxb-test", "content-type": "application/json" },
      body: JSON.stringify({ channel: "C000000001" }),
    });
    const { messages } = z
      .object({ messages: z.array(z.object({ text: z.string(), blocks: z.array(z.unknown()) })) })
      .parse(await history.json());
    expect(messages[0]?.text).toBe("❌ Deployment of pulse-hub &lt;failed&gt; &amp; went back");
    expect(JSON.stringify(messages[0]?.blocks)).not.toContain("<!channel>");
    expect(messages[0]?.blocks).toEqual([
      { type: "header", text: expect.objectContaining({ type: "plain_text" }) },
      {
        type: "section",
        text: {
          type: "mrkdwn",
          text: "mcp never got healthy. &lt;!channel&gt;\n<https://pulse.example.com/default/deployments/7?a=1&amp;b=2|Open>",
        },
      },
      { type: "section", fields: [{ type: "mrkdwn", text: "*Commit*\n4681bc8" }] },
    ]);
  } finally {
    await slack.close();
  }
});

test("what is too long for Slack is cut between letters, within its limits", async () => {
  answers = [{ status: 200 }];
  const facts = Array.from({ length: 30 }, (_, index) => ({ label: `Fact ${index}`, value: "v".repeat(4000) }));

  await notify(
    sending,
    { kind: "slack", url: `${base}/services/x` },
    {
      ...failed,
      title: "👩‍🚀".repeat(200),
      text: "&".repeat(4000),
      facts,
    },
  );

  const limits = z.object({
    blocks: z.tuple([
      z.object({ text: z.object({ text: z.string().max(150) }) }),
      z.object({ text: z.object({ text: z.string().max(3000).endsWith("&amp;…") }) }),
      z.object({ fields: z.array(z.object({ text: z.string().max(2000) })).max(10) }),
    ]),
  });
  expect(limits.safeParse(JSON.parse(told[0]?.body ?? "")).error).toBeUndefined();
  expect(told[0]?.body.isWellFormed()).toBe(true);
});

test("mail arrives with its facts, in one thread, and its title can smuggle no header in", async () => {
  const mails: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _, done) => {
      let mail = "";
      stream.on("data", (chunk: Buffer) => (mail += chunk.toString()));
      stream.on("end", () => {
        mails.push(mail);
        done();
      });
    },
  });
  const port = await findFreePort();
  smtp.listen(port, "127.0.0.1");
  await once(smtp.server, "listening");

  await notify(
    sending,
    {
      kind: "email",
      smtpUrl: `smtp://127.0.0.1:${port}`,
      from: "pulse@example.com",
      to: ["a@example.com", "b@example.com"],
    },
    { ...failed, title: "Failed\r\nBcc: everybody@example.com" },
  );

  expect(mails).toHaveLength(1);
  const [head = ""] = (mails[0] ?? "").split("\r\n\r\n");
  expect(head).toMatch(/^Subject: Failed Bcc: everybody@example.com$/m);
  expect(head).not.toMatch(/^Bcc:/m);
  expect(mails[0]).toMatch(/^Message-ID: <delivery-1@pulse-hub>/m);
  expect(mails[0]).toMatch(/^References: <[0-9a-f]{32}@pulse-hub>/m);
  expect(mails[0]).toMatch(/^To: a@example.com, b@example.com/m);
  expect(mails[0]).toContain("Commit: 4681bc8");
  await new Promise<void>((resolve) => smtp.close(resolve));
});

test.each([
  ["a wrong password", { onAuth: "no" }, "unauthenticated", /SMTP_URL/],
  ["a recipient that nobody knows", { onRcptTo: 550 }, "invalid", /recipients/],
  ["a full mailbox, three times", { onRcptTo: 452 }, "unavailable", /452/],
] as const)(
  "mail that fails for %s says so, without the password",
  async (_, refuses, code, says) => {
    const smtp = new SMTPServer({
      authOptional: !("onAuth" in refuses),
      allowInsecureAuth: true,
      disabledCommands: ["STARTTLS"],
      onAuth: (_auth, _session, done) => done(new Error("no")),
      onRcptTo: (_address, _session, done) => {
        const refused = Object.assign(new Error("no such mailbox"), {
          responseCode: "onRcptTo" in refuses ? refuses.onRcptTo : 0,
        });
        done("onRcptTo" in refuses ? refused : null);
      },
    });
    const port = await findFreePort();
    smtp.listen(port, "127.0.0.1");
    await once(smtp.server, "listening");
    const user = "onAuth" in refuses ? "me:hunter2@" : "";

    const error = await failureOf({
      kind: "email",
      smtpUrl: `smtp://${user}127.0.0.1:${port}`,
      from: "pulse@example.com",
      to: ["a@example.com"],
    });

    expect(error).toMatchObject({ code, message: expect.stringMatching(says) });
    expect(JSON.stringify([error.message, error.details])).not.toContain("hunter2");
    await new Promise<void>((resolve) => smtp.close(resolve));
  },
  30_000,
);

test("a webhook is signed with every secret over time, delivery and the bytes of its body", async () => {
  await notify(sending, webhook(), failed);

  const headers = told[0]?.headers;
  const body = told[0]?.body ?? "";
  const expected = ["new secret", "old secret"].map(
    (secret) => `sha256=${createHmac("sha256", secret).update(`1795291200.delivery-1.${body}`).digest("hex")}`,
  );
  expect(headers?.["x-pulse-signature"]).toBe(expected.join(","));
  expect(headers?.["x-pulse-timestamp"]).toBe("1795291200");
  expect(JSON.parse(body)).toMatchObject({
    title: failed.title,
    key: "deploy:pulse-hub",
    at: "2026-11-21T19:59:00.000Z",
  });
});

test("PagerDuty gets an incident with a source and a key, its end by the same key, and what happened once as a change", async () => {
  const pager: Channel = { kind: "pagerduty", routingKey: "r".repeat(32), eventsUrl: base };

  await notify(sending, pager, { ...failed, key: "k".repeat(300) });
  await notify(sending, pager, { ...failed, key: "k".repeat(300), state: "resolved" });
  await notify(sending, pager, { ...failed, state: "note", title: "t".repeat(2000) });

  const [opened, closed, noted] = told.map(({ path, body }) => ({ path, event: JSON.parse(body) as unknown }));
  expect(opened).toMatchObject({
    path: "/v2/enqueue",
    event: {
      event_action: "trigger",
      payload: { source: "pulse-hub", severity: "error" },
      dedup_key: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
  const key = z.object({ event: z.object({ dedup_key: z.string() }) }).parse(opened).event.dedup_key;
  expect(closed).toMatchObject({ path: "/v2/enqueue", event: { event_action: "resolve", dedup_key: key } });
  expect(noted).toMatchObject({ path: "/v2/change/enqueue", event: { payload: { summary: "t".repeat(1024) } } });
});

test("who asks to be left alone is, and then told with the same delivery", async () => {
  answers = [
    { status: 429, headers: { "retry-after": "0" } },
    { status: 503, headers: { "retry-after": "Sat, 21 Nov 2026 19:00:00 GMT" } },
    { status: 200 },
  ];

  await notify(sending, webhook(), failed);

  expect(told.map(({ headers }) => headers["x-pulse-delivery"])).toEqual(["delivery-1", "delivery-1", "delivery-1"]);
});

test.each([
  [429, { "retry-after": "3600" }, "limited", 1],
  [503, { "retry-after": "0" }, "unavailable", 3],
  [400, {}, "invalid", 1],
  [403, {}, "forbidden", 1],
  [410, {}, "not_found", 1],
  [302, { location: "http://127.0.0.1:1/" }, "invalid", 1],
] as const)(
  "an answer of %i is told as what it is, after as many tries as make sense",
  async (status, headers, code, tries) => {
    answers = Array.from({ length: 3 }, () => ({ status, headers, body: "no_service" }));

    const error = await failureOf(webhook());

    expect(error.code).toBe(code);
    expect(error.message).toContain(`answered ${status} and said: no_service`);
    expect(error.message).not.toContain("k1");
    expect(told).toHaveLength(tries);
  },
);

test("who does not answer in time is unavailable", async () => {
  answers = ["silence", "silence", "silence"];
  const signal = AbortSignal.timeout(60_000);

  const error = await failureOf(webhook(), { timeoutMs: 50, signal });

  expect(error).toMatchObject({ code: "unavailable", message: expect.stringContaining("did not answer in time") });
});

test.each([
  ["this machine", "https://127.0.0.1/hook", "forbidden"],
  ["this machine by name", "https://localhost/hook", "forbidden"],
  ["what clouds tell their machines", "https://169.254.169.254/latest", "forbidden"],
  ["this machine in other words", "https://[::ffff:7f00:1]/hook", "forbidden"],
  ["this machine as a number", "https://2130706433/hook", "forbidden"],
  ["what is not encrypted", "http://example.com/hook", "invalid"],
  ["another protocol", "file:///etc/passwd", "invalid"],
  ["an address with a user", "https://me:pass@example.com/", "invalid"],
  ["what is no address", "hook", "invalid"],
])("somebody's address that leads to %s is refused before anything is asked", async (_, url, code) => {
  const error = await failureOf({ kind: "webhook", url, secrets: ["s"] }, { reach: "internet" });

  expect(error.code).toBe(code);
});
