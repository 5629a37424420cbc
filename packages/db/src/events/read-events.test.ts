import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { type Tx } from "../connect.ts";
import { ensureDefaultWorkspace, localOwnerId } from "../ensure-default-workspace.ts";
import { publishEvents } from "../publish-event.ts";
import { createTestDatabase, queryAs, type TestDatabase } from "../testing.ts";
import { withService } from "../with-service.ts";
import { withWorkspace } from "../with-workspace.ts";
import {
  currentEventPosition,
  parseEventPosition,
  printEventPosition,
  readEvents,
  type EventPosition,
} from "./read-events.ts";

let database: TestDatabase;
let workspaceId: number;
let start: EventPosition;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
});

beforeEach(async () => {
  start = await withService(database.db, currentEventPosition);
});

afterAll(async () => {
  await database.drop();
});

const event = (title: string, workspace = workspaceId) => ({
  workspaceId: workspace,
  repositoryId: null,
  kind: "issue.opened",
  subject: { title },
});

const read = async (after: EventPosition, upTo?: EventPosition) =>
  await withWorkspace(database.db, { workspaceId, userId: localOwnerId }, (tx) =>
    readEvents(tx, { after, ...(upTo === undefined ? {} : { upTo }) }),
  );

const titles = (batch: Awaited<ReturnType<typeof readEvents>>) => batch.events.map(({ subject }) => subject["title"]);

/** A transaction that has published and not yet committed. */
async function publishSlowly(title: string): Promise<() => Promise<void>> {
  const published = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const committed = withService(database.db, async (tx) => {
    await publishEvents(tx, [event(title)]);
    published.resolve();
    await mayCommit.promise;
  });
  await published.promise;
  return async () => {
    mayCommit.resolve();
    await committed;
  };
}

const publish = async (...events: readonly ReturnType<typeof event>[]) =>
  await withService(database.db, (tx) => publishEvents(tx, events));

test("an event that commits after one with a higher id is still read, and the other not twice", async () => {
  const commitFirst = await publishSlowly("lower id, later commit");
  await publish(event("higher id, earlier commit"));
  const early = await read(start);
  await commitFirst();

  const late = await read(early.position);

  expect(titles(early)).toEqual(["higher id, earlier commit"]);
  expect(titles(late)).toEqual(["lower id, later commit"]);
  expect(titles(await read(late.position))).toEqual([]);
});

test("a position written down as text goes on in another process", async () => {
  const commit = await publishSlowly("in progress");
  const { position } = await read(start);
  await commit();

  expect(titles(await read(parseEventPosition(printEventPosition(position))))).toEqual(["in progress"]);
});

test("events of one transaction come in the order in which they were published", async () => {
  await publish(event("one"), event("two"), event("three"));

  expect(titles(await read(start))).toEqual(["one", "two", "three"]);
});

test("events of another workspace are not seen", async () => {
  const [other] = await queryAs<{ id: string }>(
    database.superUrl,
    "insert into pulse.workspaces (slug, name) values ('other', 'Other') returning id::text",
  );
  await publish(event("theirs", Number(other?.id)), event("ours"));

  expect(titles(await read(start))).toEqual(["ours"]);
});

test("a reading up to a position leaves what came later to the next one", async () => {
  await publish(event("before"));
  const middle = (await read(start)).position;
  await publish(event("after"));

  const batch = await read(start, middle);

  expect(titles(batch)).toEqual(["before"]);
  expect(batch.position).toEqual(middle);
});

test("whoever missed more than a thousand events is told to read everything anew", async () => {
  await publish(...Array.from({ length: 1_001 }, (_, index) => event(String(index))));

  const batch = await read(start);

  expect(batch).toMatchObject({ events: [], isCut: true });
  expect((await read(batch.position)).isCut).toBe(false);
});

test.each([
  ["a day old", (now: EventPosition) => ({ ...now, takenAtMs: now.takenAtMs - 24 * 3_600_000 })],
  ["of another server", (now: EventPosition) => ({ ...now, snapshot: "999999999:999999999:" })],
])("a position %s leads to reading everything anew", async (_name, change) => {
  expect((await read(change(start))).isCut).toBe(true);
});

test.each(["", "12", "1234567890123.", "1234567890123.1:2:x", "1234567890123.1:2:3; drop table"])(
  'the text "%s" is no position',
  (text) => {
    expect(() => parseEventPosition(text)).toThrow(/no position/);
  },
);

test("publishing inside a savepoint is refused: readers would miss it", async () => {
  const publishing = withService(database.db, async (tx: Tx) => {
    await sql`savepoint inner_work`.execute(tx);
    await publishEvents(tx, [event("hidden")]);
  });

  await expect(publishing).rejects.toThrow(/never inside a savepoint/);
});
