import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

import { ensureDefaultWorkspace } from "../ensure-default-workspace.ts";
import { publishEvents } from "../publish-event.ts";
import { createTestDatabase, queryAs, type TestDatabase } from "../testing.ts";
import { withService } from "../with-service.ts";
import { listenForEvents, type EventListening, type ListenState } from "./listen-for-events.ts";

let database: TestDatabase;
let workspaceId: number;
let open: EventListening[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
});

afterEach(async () => {
  await Promise.all(open.map(async (listening) => await listening.close()));
  open = [];
});

afterAll(async () => {
  await database.drop();
});

function listen(url = database.url) {
  const woken: (number | null)[] = [];
  const states: ListenState[] = [];
  const listening = listenForEvents({
    url,
    applicationName: "pulse-test listener",
    onWake: (id) => woken.push(id),
    onState: (state) => states.push(state),
  });
  open.push(listening);
  return { woken, states, listening };
}

const publish = async () =>
  await withService(database.db, (tx) =>
    publishEvents(tx, [{ workspaceId, repositoryId: null, kind: "delivery", subject: {} }]),
  );

test("a commit wakes the listener with the workspace that it concerns", async () => {
  const { woken, states } = listen();
  await vi.waitUntil(() => states.includes("listening"), 60_000);

  await publish();

  await vi.waitUntil(() => woken.includes(workspaceId), 60_000);
});

test("a broken connection is dialled again, and the table is read then", async () => {
  const { woken, states } = listen();
  await vi.waitUntil(() => states.includes("listening"), 60_000);

  await queryAs(
    database.superUrl,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pulse-test listener'",
  );
  await vi.waitUntil(() => states.join() === "listening,reconnecting,listening", 60_000);
  await publish();

  await vi.waitUntil(() => woken.includes(workspaceId), 60_000);
  expect(woken[0]).toBeNull();
});

test("a server that is away is dialled until it is back, and the table is asked meanwhile", async () => {
  const { woken, states } = listen("postgres://nobody@127.0.0.1:1/none");

  await vi.waitUntil(() => woken.length >= 2, 60_000);
  expect(states).toEqual(["reconnecting"]);
});

test("at a transaction pooler nothing is dialled, and the table is asked every second", async () => {
  const { woken, states } = listen("postgres://nobody@127.0.0.1:6543/none");

  await vi.waitUntil(() => woken.length >= 2, 60_000);

  expect(states).toEqual(["polling"]);
});

test("a closed listener leaves no connection behind", async () => {
  const { states, listening } = listen();
  await vi.waitUntil(() => states.includes("listening"), 60_000);

  await listening.close();

  await vi.waitUntil(async () => {
    const left = await queryAs(
      database.superUrl,
      "select 1 from pg_stat_activity where application_name = 'pulse-test listener'",
    );
    return left.length === 0;
  }, 60_000);
});
