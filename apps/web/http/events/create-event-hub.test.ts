import { once } from "node:events";
import { createServer, get, type IncomingMessage, type Server } from "node:http";

import {
  ensureDefaultWorkspace,
  getWorkspace,
  listenForEvents,
  localOwnerId,
  publishEvents,
  withService,
  type EventListening,
} from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, isAppError } from "@pulse/kit";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { createEventHub, type EventHub } from "./create-event-hub.ts";

type Message = { readonly event?: string; readonly id?: string; readonly data?: string };
type Stream = { readonly response: IncomingMessage; readonly messages: Message[]; readonly isOver: () => boolean };

let database: TestDatabase;
let workspaceId: number;
let hub: EventHub;
let server: Server;
let listening: EventListening;
let open: IncomingMessage[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
});

beforeEach(async () => {
  const { db } = database;
  hub = createEventHub({
    db,
    logger: createLogger({ name: "test", level: "silent" }),
    findReader: async (_request, slug) => {
      const { id } = await getWorkspace(db, { slug, userId: localOwnerId });
      return { workspaceId: id, userId: localOwnerId };
    },
    mostStreams: 3,
  });
  const states: string[] = [];
  listening = listenForEvents({
    url: database.url,
    applicationName: "pulse-test hub",
    onWake: hub.wake,
    onState: (state) => states.push(state),
  });
  server = createServer((request, response) => {
    hub.answer(request, response).catch((error: unknown) => {
      response.writeHead(isAppError(error) && error.code === "limited" ? 429 : 404).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await vi.waitUntil(() => states.includes("listening"), 60_000);
});

afterEach(async () => {
  for (const response of open) response.destroy();
  open = [];
  await listening.close();
  server.closeAllConnections();
  server.close();
});

afterAll(async () => {
  await database.drop();
});

async function watch(input: { readonly lastEventId?: string; readonly query?: string } = {}): Promise<Stream> {
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const headers = input.lastEventId === undefined ? {} : { "last-event-id": input.lastEventId };
  const request = get({ host: "127.0.0.1", port, path: `/api/events${input.query ?? ""}`, headers, agent: false });
  const response = await new Promise<IncomingMessage>((resolve, reject) =>
    request.on("response", resolve).on("error", reject),
  );
  open.push(response);
  const messages: Message[] = [];
  let text = "";
  response.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    messages.push(...blocks.map(parse));
  });
  response.on("error", () => undefined);
  if (response.statusCode === 200) await vi.waitUntil(() => messages.some(({ id }) => id !== undefined), 60_000);
  return { response, messages, isOver: () => response.destroyed || response.complete };
}

function parse(block: string): Message {
  return Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
}

const titles = ({ messages }: Stream) =>
  messages.flatMap(({ data, event }): unknown[] =>
    data === undefined || event !== undefined ? [] : [JSON.parse(data).subject.title],
  );

const lastId = ({ messages }: Stream) => messages.findLast(({ id }) => id !== undefined)?.id ?? "";

const publish = async (...all: readonly string[]) =>
  await withService(database.db, (tx) =>
    publishEvents(
      tx,
      all.map((title) => ({ workspaceId, repositoryId: null, kind: "issue.opened", subject: { title } })),
    ),
  );

test("a committed event is streamed within a second, with its kind and id", async () => {
  const stream = await watch();

  await publish("moved");

  await vi.waitUntil(() => titles(stream).includes("moved"), 60_000);
  const { data = "" } = stream.messages.find((message) => message.data !== undefined) ?? {};
  expect(JSON.parse(data)).toMatchObject({ id: expect.any(Number), kind: "issue.opened", repository: null });
  expect(stream.response.headers).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
  });
});

test("whoever comes back with the last id gets what was missed, and nothing twice", async () => {
  const before = await watch();
  await publish("seen");
  await vi.waitUntil(() => titles(before).includes("seen"), 60_000);
  before.response.destroy();
  await publish("missed 1");
  await publish("missed 2");

  const after = await watch({ lastEventId: lastId(before) });
  await publish("live");
  await vi.waitUntil(() => titles(after).includes("live"), 60_000);

  expect(titles(after)).toEqual(["missed 1", "missed 2", "live"]);
});

test("a stream that never saw an event still knows where to go on", async () => {
  const before = await watch();
  before.response.destroy();
  await publish("missed");

  const after = await watch({ query: `?since=${lastId(before)}` });

  await vi.waitUntil(() => titles(after).includes("missed"), 60_000);
});

test("an event that commits late reaches readers who have seen later ones, and those who come back", async () => {
  const mayCommit = Promise.withResolvers<void>();
  const published = Promise.withResolvers<void>();
  const staying = await watch();
  const leaving = await watch();
  const slow = withService(database.db, async (tx) => {
    await publishEvents(tx, [{ workspaceId, repositoryId: null, kind: "issue.opened", subject: { title: "late" } }]);
    published.resolve();
    await mayCommit.promise;
  });
  await published.promise;
  await publish("early");
  await vi.waitUntil(() => titles(staying).includes("early") && titles(leaving).includes("early"), 60_000);
  leaving.response.destroy();

  mayCommit.resolve();
  await slow;
  const back = await watch({ lastEventId: lastId(leaving) });
  await vi.waitUntil(() => titles(back).length > 0 && titles(staying).length > 1, 60_000);

  expect(titles(staying)).toEqual(["early", "late"]);
  expect(titles(back)).toEqual(["late"]);
});

test("streams that join at different times all get everything once", async () => {
  const first = await watch();
  await publish("1");
  await vi.waitUntil(() => titles(first).includes("1"), 60_000);
  const second = await watch();
  const third = await watch({ lastEventId: first.messages.find(({ id }) => id !== undefined)?.id ?? "" });
  await publish("2");
  await vi.waitUntil(() => [first, second, third].every((stream) => titles(stream).includes("2")), 60_000);

  expect([first, second, third].map(titles)).toEqual([["1", "2"], ["2"], ["1", "2"]]);
});

test("an id that is not ours leads to reading everything anew", async () => {
  const stream = await watch({ lastEventId: "12" });

  expect(stream.messages.map(({ event }) => event)).toContain("reset");
});

test("a workspace that is not the reader's is not found", async () => {
  await queryAs(database.superUrl, "insert into pulse.workspaces (slug, name) values ('other', 'Other')");

  expect((await watch({ query: "?workspace=other" })).response.statusCode).toBe(404);
});

test("one stream more than the limit is refused, and taken when another has ended", async () => {
  const streams = await Promise.all([watch(), watch(), watch()]);

  expect((await watch()).response.statusCode).toBe(429);
  streams[0]?.response.destroy();
  await vi.waitUntil(async () => (await watch()).response.statusCode === 200, 60_000);
});

test("a reader that takes nothing is dropped once its buffer is full, and the others go on", async () => {
  const slow = await watch();
  const quick = await watch();
  slow.response.pause();
  const batch = Array.from({ length: 500 }, () => "x".repeat(4_000));
  // Beyond our buffer there is what the system keeps between two sockets, so it takes a few batches.
  for (let sent = batch.length; (await countOpen()) === 2; sent += batch.length) {
    await publish(...batch);
    await vi.waitUntil(() => titles(quick).length === sent, 60_000);
  }

  expect(await countOpen()).toBe(1);
  expect(quick.isOver()).toBe(false);
});

test("on shutdown every stream ends, and no new one begins", async () => {
  const stream = await watch();

  hub.close();

  await vi.waitUntil(() => stream.isOver(), 60_000);
  expect((await watch()).response.statusCode).not.toBe(200);
});

async function countOpen(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  return await promise;
}
