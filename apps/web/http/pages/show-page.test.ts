import { once } from "node:events";
import { createServer, request as send, type IncomingMessage, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";

import type { Person } from "@pulse/actions";
import { afterEach, beforeEach, expect, test } from "vitest";

import { writePerson } from "../auth/person-header.ts";
import { createPageStore, type PageStore } from "./create-page-store.ts";
import { showPage } from "./show-page.ts";

const ada: Person = {
  userId: "ada",
  name: "Ada",
  login: "ada",
  image: null,
  proof: { kind: "session", sessionId: "one", signedInAt: "2026-01-01T00:00:00Z" },
};
const grace: Person = { ...ada, userId: "grace", name: "Grace", login: "grace" };
const minuteMs = 60_000;
const servers: Server[] = [];

let now: Date;
let state: string | null;
let drawn: number;
let holds: number | null;
let store: PageStore;

beforeEach(() => {
  now = new Date("2026-03-01T12:00:00Z");
  state = "first";
  drawn = 0;
  holds = minuteMs;
  store = createPageStore({ clock: { now: () => now }, findState: () => Promise.resolve(state) });
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

type Asking = {
  readonly path?: string;
  readonly person?: Person;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  /** What happens to the page before its last byte. */
  readonly meanwhile?: () => void;
};

let asked = 0;

async function ask({ path = "/default/pulls?range=30d", person = ada, headers, status = 200, meanwhile }: Asking = {}) {
  asked += 1;
  const requestId = `request-${String(asked).padStart(6, "0")}`;
  const nonce = `nonce-${String(asked).padStart(16, "0")}`;
  const server = createServer((request, response) => {
    writePerson(request, person);
    response.setHeader("X-Request-Id", requestId);
    const page = { request, response, path: path.split("?")[0] ?? "", requestId, nonce };
    void showPage(store, page, () => {
      drawn += 1;
      if (holds !== null) store.hold(requestId, holds);
      response.statusCode = status;
      response.setHeader("Content-Type", "text/html");
      response.setHeader("Content-Encoding", "gzip");
      meanwhile?.();
      const html = gzipSync(
        `<script nonce="${nonce}">1</script><p>drawing ${drawn}</p><i>${requestId}</i><script nonce="${nonce}">2</script>`,
      );
      response.write(html.subarray(0, 10));
      response.end(html.subarray(10));
      return Promise.resolve();
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const given = { "accept-encoding": "gzip, br", ...headers };
  const request = send({ host: "127.0.0.1", port, path, headers: given, agent: false }).end();
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    request.on("response", resolve).on("error", reject),
  );
  const html = gunzipSync(await buffer(answer)).toString();
  return { html, nonce, headers: answer.headers, requestId };
}

test("a page is drawn once while nothing changes, and each answer has a nonce of its own", async () => {
  const first = await ask();
  const second = await ask();

  expect(drawn).toBe(1);
  expect(second.html).toBe(
    first.html.replaceAll(first.nonce, second.nonce).replaceAll(first.requestId, second.requestId),
  );
  expect(second.html).not.toContain(first.requestId);
  expect(second.html).not.toContain(first.nonce);
  expect(second.headers).toMatchObject({ "content-type": "text/html", "x-request-id": second.requestId });
});

test.each<[string, () => void]>([
  ["what it shows has changed", () => (state = "second")],
  ["the clock no longer allows it", () => (now = new Date(now.getTime() + minuteMs))],
  ["who asks may not read the workspace any more", () => (state = null)],
])("a page is drawn anew when %s", async (_, change) => {
  await ask();

  change();
  await ask();

  expect(drawn).toBe(2);
});

test("what changes while a page is drawn leaves it under a state that is gone", async () => {
  await ask({ meanwhile: () => (state = "second") });

  await ask();

  expect(drawn).toBe(2);
});

test.each<[string, Asking]>([
  ["somebody else", { person: grace }],
  ["another view", { path: "/default/pulls?range=7d" }],
  ["another theme", { headers: { cookie: "pulse_theme=dark" } }],
  ["a part of the page", { headers: { rsc: "1" } }],
  ["a program with a key", { person: { ...ada, proof: { kind: "api_key", keyId: "k", workspaceId: 1, scopes: [] } } }],
  ["a reader of plain bytes", { headers: { "accept-encoding": "identity" } }],
])("%s gets no page that was drawn for this one", async (_, other) => {
  await ask();

  await ask(other);

  expect(drawn).toBe(2);
});

test.each<[string, Asking, number | null]>([
  ["did not say that it holds", {}, null],
  ["was no success", { status: 500 }, minuteMs],
  ["is none of the dashboards", { path: "/default/settings" }, minuteMs],
])("a page that %s is not kept", async (_, asking, forMs) => {
  holds = forMs;
  await ask(asking);

  await ask(asking);

  expect(drawn).toBe(2);
});

test("a page that outlives its request leaves nothing behind", () => {
  store.hold("unknown", minuteMs);

  expect(store.listen("unknown")()).toBeNull();
});

test("pages stay within their bytes, the one that was not shown for longest going first", () => {
  const small = createPageStore(
    { clock: { now: () => now }, findState: () => Promise.resolve(null) },
    { maxBytes: 40_000 },
  );
  const page = { gzipped: Buffer.alloc(3_000), headers: {}, nonce: "n", requestId: "r", forMs: minuteMs };

  for (let index = 0; index < 20; index += 1) small.keep(`${index}`, "s", page);
  small.keep("large", "s", { ...page, gzipped: Buffer.alloc(6_000) });

  expect([small.find("0", "s"), small.find("large", "s")]).toEqual([null, null]);
  expect(small.find("19", "s")?.gzipped.length).toBe(3_000);
});
