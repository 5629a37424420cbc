import { once } from "node:events";
import { request as send } from "node:http";
import { connect as dial } from "node:net";
import { text } from "node:stream/consumers";

import { connect, ensureDefaultWorkspace, sealSecret, withService, type Db } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import {
  headersOf,
  keys,
  oldSecret,
  post,
  sign,
  startWebhookServer,
  type WebhookServer,
} from "../../test/webhook-server.ts";
import { createByteBudget } from "./byte-budget.ts";

const payload = JSON.stringify({ action: "opened", repository: { id: 42, full_name: "acme/site" }, hook_id: 7 });
const megabyte = 2 ** 20;

let database: TestDatabase;
let workspaceId: number;
let server: WebhookServer;
const more: WebhookServer[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  server = await startWebhookServer(database.db);
});

afterEach(async () => {
  for (const other of more.splice(0)) other.close();
  await withService(database.db, (tx) => sql`delete from pulse.webhook_deliveries`.execute(tx));
});

afterAll(async () => {
  server.close();
  await database.drop();
});

type Row = {
  readonly connectionId: number | null;
  readonly deliveryId: string;
  readonly event: string;
  readonly action: string | null;
  readonly repositoryGithubId: number | null;
  readonly repositoryName: string | null;
  readonly hookId: number | null;
  readonly state: string;
  readonly bytes: number;
};

async function stored(): Promise<readonly Row[]> {
  const found = await withService(database.db, (tx) =>
    sql<Row>`
      select connection_id, delivery_id, event, action, repository_github_id, repository_name, hook_id, state, length(body) as bytes
      from pulse.webhook_deliveries
      order by id
    `.execute(tx),
  );
  return found.rows;
}

async function addConnection(secret: string): Promise<number> {
  const made = await withService(database.db, (tx) =>
    sql<{ id: number }>`
      insert into pulse.connections (workspace_id, name, kind)
      values (${workspaceId}, ${`connection ${crypto.randomUUID()}`}, 'anonymous')
      returning id
    `.execute(tx),
  );
  const id = made.rows[0]?.id ?? 0;
  await setSecret(id, secret);
  return id;
}

async function setSecret(connectionId: number, secret: string): Promise<void> {
  const place = { workspaceId, rowId: connectionId, purpose: "connection.webhook_secret" } as const;
  await withService(database.db, (tx) =>
    sql`
      update pulse.connections
      set webhook_secrets = ${[sealSecret(keys, place, secret)]}::bytea[]
      where id = ${connectionId}
    `.execute(tx),
  );
}

test.each(["/api/webhooks/github", "/webhook"])(
  "a signed delivery to %s is stored and accepted under any host name",
  async (path) => {
    const headers = headersOf(payload);

    const answer = await post(server.port, { path, body: payload, headers });

    expect(answer.status).toBe(202);
    const deliveryId = headers["x-github-delivery"];
    expect(JSON.parse(answer.body)).toEqual({
      ok: true,
      delivery_id: deliveryId,
      event_type: "issues",
      action: "opened",
      status: "accepted",
    });
    expect(await stored()).toEqual([
      {
        connectionId: null,
        deliveryId,
        event: "issues",
        action: "opened",
        repositoryGithubId: 42,
        repositoryName: "acme/site",
        hookId: 7,
        state: "received",
        bytes: payload.length,
      },
    ]);
  },
);

test("the same delivery again is 200 and nothing else, also when both come at once", async () => {
  const headers = headersOf(payload);

  const answers = await Promise.all(Array.from({ length: 8 }, () => post(server.port, { body: payload, headers })));
  const later = await post(server.port, { body: payload, headers });

  expect(answers.map((answer) => answer.status).toSorted((left, right) => left - right)).toEqual([
    200, 200, 200, 200, 200, 200, 200, 202,
  ]);
  expect(later.status).toBe(200);
  expect(JSON.parse(later.body)).toMatchObject({ status: "duplicate" });
  expect(await stored()).toHaveLength(1);
});

test("the secret before the newest is still taken", async () => {
  const headers = { ...headersOf(payload), "x-hub-signature-256": sign(payload, oldSecret) };

  expect((await post(server.port, { body: payload, headers })).status).toBe(202);
});

test.each([
  ["no signature", undefined],
  ["an empty one", ""],
  ["one character", "s"],
  ["63 digits", sign(payload).slice(0, -1)],
  ["64 bare digits", sign(payload).slice(7)],
  ["65 digits", `${sign(payload)}0`],
  ["letters that are no digits", `sha256=${"x".repeat(64)}`],
  ["sha1", `sha1=${"a".repeat(40)}`],
  ["a wrong one", `sha256=${"a".repeat(64)}`],
  ["one of another secret", sign(payload, "another")],
])("%s is 401 and leaves nothing", async (_name, signature) => {
  const { "x-hub-signature-256": _, ...unsigned } = headersOf(payload);
  const headers = signature === undefined ? unsigned : { ...unsigned, "x-hub-signature-256": signature };

  const answer = await post(server.port, { body: payload, headers });

  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "unauthenticated", detail: expect.any(String) });
  expect(await stored()).toEqual([]);
});

test("the signature is over the raw bytes: the same JSON written anew is 401", async () => {
  const odd = '{"action" : "opened",\n "weight":1.0, "title":"\\u00fc"}';

  const asSent = await post(server.port, { body: odd });
  const anew = await post(server.port, { body: JSON.stringify(JSON.parse(odd)), headers: headersOf(odd) });

  expect([asSent.status, anew.status]).toEqual([202, 401]);
});

test.each([
  ["x-github-event", ""],
  ["x-github-event", "Issues; drop table"],
  ["x-github-delivery", ""],
  ["x-github-delivery", "1; drop table"],
])("a delivery whose %s is %j is 400", async (name, value) => {
  const answer = await post(server.port, { body: payload, headers: { ...headersOf(payload), [name]: value } });

  expect(answer.status).toBe(400);
  expect(await stored()).toEqual([]);
});

test.each(["{", "", "[]", '"text"', "\xff"])(
  "%j with a valid signature is 400 and kept as rejected",
  async (malformed) => {
    const body = Buffer.from(malformed, "latin1");

    const answer = await post(server.port, { body, headers: headersOf(body) });

    expect(answer.status).toBe(400);
    expect(await stored()).toMatchObject([{ state: "rejected", event: "issues", bytes: body.length }]);
  },
);

test("an event that nobody has heard of is stored and accepted", async () => {
  const answer = await post(server.port, { body: payload, headers: headersOf(payload, "quantum_entanglement") });

  expect(answer.status).toBe(202);
  expect(await stored()).toMatchObject([{ event: "quantum_entanglement", state: "received" }]);
});

test("the form GitHub can also send is taken apart, and its signature is over the form", async () => {
  const body = new URLSearchParams({ payload }).toString();
  const headers = { ...headersOf(body), "content-type": "application/x-www-form-urlencoded" };

  expect((await post(server.port, { body, headers })).status).toBe(202);
  expect(await stored()).toMatchObject([{ repositoryGithubId: 42, bytes: payload.length }]);
});

test("values that no column could hold are left out, not refused", async () => {
  const strange = JSON.stringify({
    action: "a\0b",
    repository: { id: 1e300, full_name: { deep: true } },
    hook_id: -1,
  });

  expect((await post(server.port, { body: strange })).status).toBe(202);
  expect(await stored()).toMatchObject([
    { action: null, repositoryGithubId: null, repositoryName: null, hookId: null },
  ]);
});

test.each([
  ["plain", "x"],
  ["with a NUL in a string", "\\u0000"],
])("20 MB %s are verified and stored", async (_name, filler) => {
  const body = `${payload.slice(0, -1)},"filler":"${filler}${"x".repeat(20 * megabyte)}"}`;

  const answer = await post(server.port, { body });
  const again = await post(server.port, { body: body.slice(0, -1) });

  expect(answer.status).toBe(202);
  expect(again.status).toBe(400);
  expect(await stored()).toMatchObject([{ state: "received", bytes: body.length }, { state: "rejected" }]);
});

test.each([
  ["a small one", 10_000],
  ["a large one", 2 * megabyte],
])(
  "%s: nested beyond what can be read is 400, half of a surrogate pair in a text is no fault, a list is 400",
  async (_name, bytes) => {
    const deep = `{"deep":${"[".repeat(bytes)}${"]".repeat(bytes)}}`;
    const half = `${payload.slice(0, -1)},"title":"\\ud83d","filler":"${"x".repeat(bytes)}"}`;

    const list = `[${payload},"${"x".repeat(bytes)}"]`;

    const answers = [];
    for (const body of [deep, half, list]) answers.push((await post(server.port, { body })).status);

    expect(answers).toEqual([bytes > megabyte ? 400 : 202, 202, 400]);
  },
);

test("what 20 MB say of themselves is read too", async () => {
  const body = `${payload.slice(0, -1)},"filler":"${"x".repeat(20 * megabyte)}"}`;

  await post(server.port, { body });

  expect(await stored()).toMatchObject([
    { action: "opened", repositoryGithubId: 42, repositoryName: "acme/site", hookId: 7 },
  ]);
});

test("26 MB are 413, whether the length is told or not", async () => {
  const body = Buffer.alloc(26 * megabyte, "x");

  const told = await post(server.port, { body });
  const headers = { ...headersOf("x"), "transfer-encoding": "chunked" };
  const request = send({
    host: "127.0.0.1",
    port: server.port,
    path: "/webhook",
    method: "POST",
    headers,
    agent: false,
  });
  request.on("error", () => undefined).end(body);
  const [response]: { statusCode: number }[] = await once(request, "response");

  expect([told.status, response?.statusCode]).toEqual([413, 413]);
  expect(await stored()).toEqual([]);
});

test("a body that ends before the length it promised leaves nothing", async () => {
  const lines = Object.entries({ ...headersOf(payload), "content-length": "5000" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const socket = dial(server.port, "127.0.0.1");
  socket.end(`POST /webhook HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${payload}`);

  const answer = await text(socket);

  expect(answer).not.toContain("202");
  expect(await stored()).toEqual([]);
});

test("a body that takes too long is 408", async () => {
  const impatient = await startWebhookServer(database.db, { bodyTimeoutMs: 50 });
  more.push(impatient);
  const socket = dial(impatient.port, "127.0.0.1");
  const lines = Object.entries({ ...headersOf(payload), "content-length": "50" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`POST /webhook HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n{`);

  const [chunk]: Buffer[] = await once(socket, "data");
  socket.destroy();

  expect(chunk?.toString()).toContain("408");
});

test("beyond the bytes that may be held a delivery is 503 with a time to come again, and fits later", async () => {
  const budget = createByteBudget(payload.length * 2);
  const full = await startWebhookServer(database.db, { budget });
  more.push(full);

  budget.take(payload.length * 1.5);
  const refused = await post(full.port, { body: payload });
  budget.give(payload.length * 1.5);
  const taken = await post(full.port, { body: payload });
  const stillRoom = budget.hasRoomFor(payload.length * 2);

  expect(refused.status).toBe(503);
  expect(refused.headers["retry-after"]).toBe("10");
  expect(taken.status).toBe(202);
  expect(stillRoom).toBe(true);
});

test("a delivery that cannot be stored is 500, so that GitHub shows it as failed", async () => {
  const nowhere: Db = connect({ url: "postgres://nobody@127.0.0.1:1/none", applicationName: "test" });
  const broken = await startWebhookServer(nowhere);
  more.push(broken);

  const answer = await post(broken.port, { body: payload });
  await nowhere.destroy();

  expect(answer.status).toBe(500);
  expect(JSON.parse(answer.body)).toMatchObject({ code: "internal", request_id: expect.any(String) });
});

test("a connection's address takes its own secrets only, and says whose the delivery is", async () => {
  const connectionId = await addConnection("of the connection");
  const path = `/api/webhooks/github/${connectionId}`;

  const own = { ...headersOf(payload), "x-hub-signature-256": sign(payload, "of the connection") };
  expect((await post(server.port, { path, body: payload, headers: own })).status).toBe(202);
  expect((await post(server.port, { path, body: payload })).status).toBe(401);
  expect((await post(server.port, { body: payload, headers: own })).status).toBe(401);
  expect(await stored()).toMatchObject([{ connectionId }]);
});

test("one GUID may come to two addresses: each is a delivery of its own", async () => {
  const connectionId = await addConnection("of the connection");
  const headers = headersOf(payload);

  await post(server.port, { body: payload, headers });
  const other = await post(server.port, {
    path: `/api/webhooks/github/${connectionId}`,
    body: payload,
    headers: { ...headers, "x-hub-signature-256": sign(payload, "of the connection") },
  });

  expect(other.status).toBe(202);
});

test("a rotated secret works within seconds, and the removed one no longer does", async () => {
  let now = new Date("2026-07-09T12:00:00Z");
  const timed = await startWebhookServer(database.db, { clock: { now: () => now } });
  more.push(timed);
  const connectionId = await addConnection("first");
  const ask = async (key: string): Promise<number> => {
    const headers = { ...headersOf(payload), "x-hub-signature-256": sign(payload, key) };
    return (await post(timed.port, { path: `/api/webhooks/github/${connectionId}`, body: payload, headers })).status;
  };

  const before = [await ask("first"), await ask("second")];
  await setSecret(connectionId, "second");
  now = new Date(now.getTime() + 3_000);
  const after = [await ask("first"), await ask("second")];

  expect([before, after]).toEqual([
    [202, 401],
    [401, 202],
  ]);
});

test("a connection that does not exist cannot be told from a wrong signature", async () => {
  expect((await post(server.port, { path: "/api/webhooks/github/999999", body: payload })).status).toBe(401);
});

test("without a secret nothing is taken at the installation's own address", async () => {
  const closed = await startWebhookServer(database.db, { secrets: [] });
  more.push(closed);

  expect((await post(closed.port, { body: payload })).status).toBe(401);
});

test("other methods are 405", async () => {
  const answer = await post(server.port, { method: "PUT", body: payload });

  expect(answer.status).toBe(405);
  expect(answer.headers["allow"]).toBe("POST");
});
