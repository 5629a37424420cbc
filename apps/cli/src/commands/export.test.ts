import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { runPulse } from "../../test/run-pulse.ts";

let database: TestDatabase;
let home: string;

beforeAll(async () => {
  database = await createTestDatabase();
  home = await mkdtemp(path.join(tmpdir(), "pulse home "));
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const [from, asOf] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-03-01T00:00:00Z")];
  const history = generateHistory({
    repository: "acme/site",
    seed: 5,
    from,
    asOf,
    issues: 20,
    pullRequests: 20,
    people: 4,
  });
  const file = path.join(home, "archive.json");
  await writeFile(file, JSON.stringify(toArchive(history)));
  await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
});

afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const pulse = async (...argv: readonly string[]) =>
  await runPulse(argv, { POSTGRES_URL: database.url, PULSE_HOME: home });

test("a list goes to stdout as CSV, one JSON document, or lines of it", async () => {
  const csv = await pulse("export", "pulls", "--state", "merged", "--from", "2026-01-15");
  const json = await pulse("export", "pulls", "--json");
  const lines = await pulse("export", "items", "--format", "jsonl");

  expect(csv).toMatchObject({ code: 0, talk: "" });
  expect(csv.out).toMatch(/^repository,id,number,title,state,[^\n]*\r\nacme\/site,\d+,\d+,/);
  expect(z.array(z.looseObject({ number: z.int() })).parse(JSON.parse(json.out)).length).toBe(20);
  expect(lines.out.trimEnd().split("\n").length).toBe(40);
});

test("numbers, and the items behind them, are written for the same questions as metric show", async () => {
  const window = ["--from", "2026-01-01", "--to", "2026-03-01"];
  const numbers = await pulse("export", "pr.merged", "--by", "month", ...window);
  const items = await pulse("export", "pr.merged", "--items", "--format", "json", ...window);

  expect(numbers.out).toMatch(/^metric,unit,key,name,value,.*\r\npr\.merged,count,2026-01,value,\d+,/);
  expect(z.array(z.looseObject({ repository: z.literal("acme/site") })).parse(JSON.parse(items.out)).length).toBe(
    numbers.out
      .trimEnd()
      .split("\r\n")
      .slice(1)
      .reduce((sum, line) => sum + Number(line.split(",")[4]), 0),
  );
});

test("a file has its name once it is complete, and a failure leaves none", async () => {
  const folder = await mkdtemp(path.join(home, "out "));
  const file = path.join(folder, "pulls.parquet");
  const done = await pulse("export", "pulls", "--format", "parquet", "--output", file, "--json");
  const failed = await pulse("export", "pulls", "--repo", "acme/none", "--output", path.join(folder, "none.csv"));

  const bytes = await readFile(file);
  expect(JSON.parse(done.out)).toEqual({ file, format: "parquet", rows: 20, sizeBytes: bytes.length });
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(["PAR1", "PAR1"]);
  expect(failed).toMatchObject({ code: 1, talk: expect.stringContaining('no repository "acme/none"') });
  expect(await readdir(folder)).toEqual(["pulls.parquet"]);
});

test("a whole workspace goes into a file, and from there into another workspace of the same numbers", async () => {
  const file = path.join(home, "workspace.jsonl");
  const written = await pulse("export", "workspace", "--output", file);
  await queryAs(
    database.superUrl,
    `with workspace as (insert into pulse.workspaces (slug, name) values ('moved', 'Moved') returning id)
     insert into pulse.memberships (workspace_id, user_id, role) select id, '${localOwnerId}', 'owner' from workspace`,
  );
  const imported = await pulse("import", "export", file, "--workspace", "moved");
  const again = await pulse("import", "export", file, "--workspace", "moved", "--json");

  expect(written.code).toBe(0);
  expect(imported).toMatchObject({ code: 0, out: expect.stringMatching(/1 repositories.*20 pull_requests/) });
  expect(again).toMatchObject({ code: 1, out: expect.stringContaining('"code":"conflict"') });
  const numbers = (slug: string) =>
    pulse("export", "pr.merged", "--from", "2026-01-01", "--to", "2026-03-01", "--workspace", slug);
  expect((await numbers("moved")).out).toBe((await numbers("default")).out);
});

test.each([
  [["export", "workspace", "--format", "csv"], /written as --format jsonl/],
  [["export", "pulls", "--by", "week"], /--by is for metrics/],
  [["export", "pr.merged", "--state", "open"], /--state is for lists/],
  [["export", "pr.merged", "--items", "--by", "week"], /nothing to cut/],
  [["export", "pulls", "--format", "parquet", "--json"], /name a file/],
])("%s is used wrongly", async (argv, words) => {
  expect(await pulse(...argv)).toMatchObject({ code: 2, talk: expect.stringMatching(words) });
});
