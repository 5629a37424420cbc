import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { exportWorkspace, listAudit, type ActionContext } from "../index.ts";

const lineSchema = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });

let database: TestDatabase;
let ctx: ActionContext;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const logger = createLogger({ name: "test", level: "silent" });
  ctx = { db: database.db, clock: systemClock, logger, actor: { userId: localOwnerId, workspaceId } };
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-export-"));
  const [from, asOf] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-03-01T00:00:00Z")];
  for (const repository of ["acme/shown", "acme/hidden"]) {
    const history = generateHistory({ repository, seed: 3, from, asOf, issues: 20, pullRequests: 20, people: 4 });
    const file = path.join(folder, "archive.json");
    await writeFile(file, JSON.stringify(toArchive(history)));
    await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
  }
  await rm(folder, { recursive: true });
  await withService(database.db, async (tx) => {
    await sql`update pulse.repositories set access = 'private' where name = 'hidden'`.execute(tx);
    await sql`
      insert into pulse.connections (workspace_id, name, kind, secret, secret_key_id)
      values (${workspaceId}, 'main', 'token', ${Buffer.from("planted-sealed")}, 'k')
    `.execute(tx);
    await sql`insert into pulse.workspaces (slug, name) values ('elsewhere', 'Whale of others')`.execute(tx);
  });
});

afterAll(async () => {
  await database.drop();
});

async function readExport(): Promise<string> {
  const { lines } = await exportWorkspace.run(ctx, {});
  let text = "";
  for await (const chunk of lines) text += chunk;
  return text;
}

test("every fact that is shown comes along, with settings and log, and without what is sealed, hidden or another's", async () => {
  const text = await readExport();

  const lines = text
    .trimEnd()
    .split("\n")
    .slice(1, -1)
    .map((line) => lineSchema.parse(JSON.parse(line)));
  const counts = new Map([...Map.groupBy(lines, ({ table }) => table)].map(([table, rows]) => [table, rows.length]));
  expect(counts.get("issues")).toBe(20);
  expect(counts.get("pull_requests")).toBe(20);
  expect([...counts.keys()]).toEqual(
    expect.arrayContaining(["accounts", "connections", "issue_comments", "repositories", "reviews", "workspaces"]),
  );
  expect(counts.get("repositories")).toBe(1);
  expect(counts.get("workspaces")).toBe(1);
  expect(text).toContain('"body"');
  expect(text).not.toMatch(/hidden|Whale of others|"secret"|planted-sealed/);
  expect((await listAudit.run(ctx, {})).lines[0]).toMatchObject({ action: "export_workspace", state: "done" });
});

test("who stops taking lines frees the connection, again and again", async () => {
  for (let taken = 0; taken < 8; taken += 1) {
    const { lines } = await exportWorkspace.run(ctx, {});
    for await (const chunk of lines) {
      expect(chunk).toContain('"pulse_export"');
      break;
    }
  }

  expect((await readExport()).length).toBeGreaterThan(1000);
});
