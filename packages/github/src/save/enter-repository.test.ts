import { setImmediate } from "node:timers/promises";

import { withService, type Tx } from "@pulse/db";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { enterRepository } from "./enter-repository.ts";
import { lockRepository } from "./lock-repository.ts";
import { parseRepositoryName } from "./parse-repository-name.ts";

const fetchedAt = "2024-02-01T00:00:00Z";
let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});
beforeEach(async () => {
  await sql`delete from pulse.repositories`.execute(workspace.superDb);
});
afterAll(async () => {
  await workspace.drop();
});

async function enter(tx: Tx, name: string) {
  const { workspaceId } = workspace;
  return await enterRepository(tx, { workspaceId, repository: parseRepositoryName(name), fetchedAt });
}

async function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return await withService(workspace.database.db, work);
}

async function rename(tx: Tx, id: number): Promise<void> {
  await sql`update pulse.repositories set name = 'home' where id = ${id}`.execute(tx);
}

/** Until somebody waits for a lock: what must be shut out stands at the door. */
async function someoneWaits(): Promise<void> {
  for (;;) {
    const found = await sql`
      select
      from pg_stat_activity
      where datname = current_database()
        and wait_event_type = 'Lock'
    `.execute(workspace.superDb);
    if (found.rows.length > 0) return;
    await setImmediate();
  }
}

/** A writer that renames the repository while `other` wants to get in. Gives what the other got, after the writer has left. */
async function whileItIsRenamed<T>(other: (tx: Tx, id: number) => Promise<T>): Promise<{ id: number; got: T }> {
  const { id } = await inTransaction((tx) => enter(tx, "acme/site"));
  let hasLeft = false;
  const waiting: Promise<{ got: T; wasAlone: boolean }>[] = [];
  await inTransaction(async (tx) => {
    await lockRepository(tx, { id, fullName: "acme/site" });
    await rename(tx, id);
    waiting.push(inTransaction(async (second) => ({ got: await other(second, id), wasAlone: hasLeft })));
    await someoneWaits();
    hasLeft = true;
  });
  const [done] = await Promise.all(waiting);
  if (done === undefined) throw new Error("nobody waited");
  expect(done.wasAlone).toBe(true);
  return { id, got: done.got };
}

test("a writer that knows the new name waits for the one that gave it, and gets the same repository", async () => {
  const { id, got } = await whileItIsRenamed((tx) => enter(tx, "acme/HOME"));

  expect(got).toMatchObject({ id, isNew: false });
});

test("a writer that knows it by its id waits, whatever it takes its name to be", async () => {
  await whileItIsRenamed((tx, id) => lockRepository(tx, { id, fullName: "acme/home" }));
});

test("a writer that asked for the old name writes nothing into what has another name by then", async () => {
  const { id, got } = await whileItIsRenamed((tx) => enter(tx, "acme/site"));

  expect(got).toMatchObject({ fullName: "acme/site", isNew: true });
  expect(got.id).not.toBe(id);
});

test("of two that make one repository at once the second gets what the first made", async () => {
  const second: Promise<{ id: number; isNew: boolean }>[] = [];
  const first = await inTransaction(async (tx) => {
    const made = await enter(tx, "acme/new");
    second.push(inTransaction((other) => enter(other, "acme/new")));
    await someoneWaits();
    return made;
  });

  expect(await Promise.all(second)).toMatchObject([{ id: first.id, isNew: false }]);
});

test("who waits for too long is told who holds it", async () => {
  const { id } = await inTransaction((tx) => enter(tx, "acme/site"));
  const refused = inTransaction(async (tx) => {
    await lockRepository(tx, { id, fullName: "acme/site" });
    await inTransaction(async (other) => {
      await sql`set local lock_timeout = '50ms'`.execute(other);
      await enter(other, "acme/site");
    });
  });

  await expect(refused).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("acme/site") });
});
