import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import {
  doNextExport,
  erasePerson,
  exportRows,
  listExports,
  openExport,
  removeExport,
  requestExport,
  requestWorkspaceExport,
  showExport,
  type ActionContext,
} from "../index.ts";
import { partBytes } from "./open-export.ts";

const logger = createLogger({ name: "test", level: "silent" });
const other = randomUUID();
let database: TestDatabase;
let workspaceId: number;
let ctx: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  ctx = contextOf(localOwnerId);
  const folder = await mkdtemp(path.join(tmpdir(), "pulse jobs "));
  const [from, asOf] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-03-01T00:00:00Z")];
  const history = generateHistory({
    repository: "acme/site",
    seed: 9,
    from,
    asOf,
    issues: 20,
    pullRequests: 20,
    people: 4,
  });
  const file = path.join(folder, "archive.json");
  await writeFile(file, JSON.stringify(toArchive(history)));
  await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
  await rm(folder, { recursive: true });
  await withService(database.db, async (tx) => {
    // Some parts more than one of the file.
    await sql`update pulse.issues set title = repeat(md5(number::text), 4000)`.execute(tx);
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role) values (${workspaceId}, ${other}, 'admin')
    `.execute(tx);
  });
});

afterEach(async () => {
  await withService(database.db, (tx) => sql`delete from pulse.exports`.execute(tx));
});

afterAll(async () => {
  await database.drop();
});

function contextOf(userId: string): ActionContext {
  return { db: database.db, clock: systemClock, logger, actor: { userId, workspaceId } };
}

const work = async (signal = new AbortController().signal, workerId: string = randomUUID()): Promise<boolean> =>
  await doNextExport({ db: database.db, clock: systemClock, logger, workerId, signal });

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const issues = { question: { what: "items", kind: "issue" }, format: "csv" } as const;

test("what the worker writes is what the question gives, readable from any byte on, and watchers hear of each step", async () => {
  const { id } = await requestExport.run(ctx, issues);
  await expect(openExport.run(ctx, { id })).rejects.toMatchObject({ code: "conflict" });
  expect(await work()).toBe(true);
  expect(await work()).toBe(false);

  const whole = await collect((await exportRows.run(ctx, issues)).chunks);
  const file = await openExport.run(ctx, { id });
  expect(whole.length).toBeGreaterThan(2 * partBytes);
  expect(file).toMatchObject({
    fileName: "issues.csv",
    sizeBytes: whole.length,
    sha256: createHash("sha256").update(whole).digest("hex"),
  });
  for (const [start, end] of [
    [0, whole.length],
    [partBytes - 3, partBytes + 3],
    [partBytes, 2 * partBytes],
    [whole.length - 1, whole.length],
  ] as const) {
    expect((await collect(file.read(start, end))).equals(whole.subarray(start, end))).toBe(true);
  }
  expect(await showExport.run(ctx, { id })).toMatchObject({ state: "done", rowsDone: 20, rowsTotal: 20 });
  const told = await withService(database.db, (tx) =>
    sql<{ state: string }>`
      select subject ->> 'state' as state from pulse.events where kind = 'export' order by id
    `.execute(tx),
  );
  expect(told.rows.map(({ state }) => state)).toEqual(["queued", "running", "done"]);
});

test("only who asked sees a file, and everything of a workspace only while they are admin", async () => {
  const { id } = await requestWorkspaceExport.run(contextOf(other), {});
  await work();

  expect((await openExport.run(contextOf(other), { id })).sizeBytes).toBeGreaterThan(partBytes);
  await expect(openExport.run(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(removeExport.run(ctx, { id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listExports.run(ctx, {})).exports).toEqual([]);
  const narrow = { ...contextOf(other), actor: { userId: other, workspaceId, scopes: ["read"] as const } };
  await expect(openExport.run(narrow, { id })).rejects.toMatchObject({ code: "forbidden" });
  await setRole("member");
  await expect(openExport.run(contextOf(other), { id })).rejects.toMatchObject({ code: "forbidden" });
  await setRole("admin");
});

test("it is written with the rights of the moment: who lost them gets the reason and no file", async () => {
  const { id } = await requestWorkspaceExport.run(contextOf(other), {});
  await setRole("viewer");
  await work();

  expect(await showExport.run(contextOf(other), { id })).toMatchObject({
    state: "failed",
    errorDetail: expect.stringContaining("needs the role admin"),
  });
  await setRole("admin");
});

async function setRole(role: string): Promise<void> {
  await withService(database.db, (tx) =>
    sql`update pulse.memberships set role = ${role} where user_id = ${other}`.execute(tx),
  );
}

test("a stopping worker gives its work back, a dead one's is begun anew, and one that dies each time is given up", async () => {
  const { id } = await requestExport.run(ctx, issues);
  await work(AbortSignal.abort(new Error("stop")));
  expect((await showExport.run(ctx, { id })).state).toBe("queued");

  const die = sql`
    update pulse.exports
    set state = 'running', worker_id = 'dead', beat_at = now() - interval '2 minutes', attempts = attempts + 1
  `;
  await withService(database.db, async (tx) => {
    await die.execute(tx);
    await sql`
      insert into pulse.export_parts (workspace_id, export_id, ordinal, body) values (${workspaceId}, ${id}, 7, 'old')
    `.execute(tx);
  });
  expect(await work()).toBe(true);
  expect((await showExport.run(ctx, { id })).state).toBe("done");

  const second = await requestExport.run(ctx, issues);
  await withService(database.db, async (tx) => {
    for (let time = 0; time < 3; time += 1) await sql`${die} where id = ${second.id}`.execute(tx);
  });
  expect(await work()).toBe(false);
  expect(await showExport.run(ctx, { id: second.id })).toMatchObject({ state: "failed" });
});

test("one that is removed while it is written stops, and leaves nothing", async () => {
  const { id } = await requestExport.run(ctx, issues);
  const listening = withService(database.db, async (tx) => {
    // Nobody reads what belongs in it before it is gone.
    await sql`lock table pulse.issues in access exclusive mode`.execute(tx);
    while ((await showExport.run(ctx, { id })).state !== "running") await Promise.resolve();
    await sql`delete from pulse.exports where id = ${id}`.execute(tx);
  });
  while (!(await work())) await Promise.resolve();
  await listening;

  const left = await withService(database.db, (tx) => sql`select from pulse.export_parts`.execute(tx));
  expect(left.rows).toEqual([]);
});

test("five at once are enough, and erasing a person takes the files that name them along", async () => {
  for (let asked = 0; asked < 5; asked += 1) await requestExport.run(ctx, issues);
  await expect(requestExport.run(ctx, issues)).rejects.toMatchObject({ code: "limited" });

  const found = await withService(database.db, (tx) =>
    sql<{ login: string }>`
      select login from pulse.accounts where id = (select min(author_id) from pulse.issues)
    `.execute(tx),
  );
  const person = found.rows[0]?.login ?? "";
  await erasePerson.run(ctx, { person, confirm: person });
  expect((await listExports.run(ctx, {})).exports).toEqual([]);
});
