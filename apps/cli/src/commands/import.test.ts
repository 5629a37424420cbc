import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { generateHistory, toArchive, writeGit } from "@pulse/github-replica";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  folder = await mkdtemp(path.join(tmpdir(), "pulse import "));
  await write("north");
  await write("south");
  await writeFile(file("broken"), '{"timestamp": ');
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function file(name: string): string {
  return path.join(folder, `${name}.json`);
}

async function write(name: string): Promise<void> {
  const history = generateHistory({
    repository: `acme/${name}`,
    seed: 3,
    from: new Date("2023-01-01T00:00:00Z"),
    asOf: new Date("2023-06-01T00:00:00Z"),
    issues: 10,
    pullRequests: 12,
    people: 5,
  });
  const shas = await writeGit(history, path.join(folder, `${name}.git`));
  await writeFile(file(name), JSON.stringify(toArchive(history, shas)));
}

const pulse = async (...argv: readonly string[]) =>
  await runPulse(argv, { POSTGRES_URL: database.url, PULSE_HOME: path.join(folder, "home") });

test("an archive is imported with a bar and a summary, and a second time as unchanged", async () => {
  const first = await pulse("import", "archive", file("north"));
  const again = await pulse("import", "archive", file("north"), "--json");

  expect(first.code).toBe(0);
  expect(first.out).toMatch(/^acme\/north as of 2023-06-01T.*: [\d,]+ rows in [\d.]+ s/);
  expect(first.out).toMatch(/\n {2}pull requests +12 +0 +0 +0/);
  expect(first.talk).toContain("rows/s");
  expect(JSON.parse(again.out)).toMatchObject({
    imported: [
      { file: file("north"), repository: "acme/north", counts: { pull_requests: { added: 0, unchanged: 12 } } },
    ],
  });
});

test("the first file that cannot be imported ends the command, which says what was and what was not", async () => {
  const done = await pulse("import", "archive", file("north"), file("broken"), file("south"));

  expect(done.code).toBe(1);
  expect(done.talk).toContain(`Imported before the error: ${file("north")}. Not tried: ${file("south")}.`);
  expect(done.talk).toContain(`${file("broken")}: the file is cut off`);
  expect(done.talk).not.toContain("    at ");
});

test("a clone ties its commits to the pull requests of the archive", async () => {
  await pulse("import", "archive", file("north"));

  const done = await pulse("import", "git", path.join(folder, "north.git"), "--repo", "acme/north");

  expect(done.code).toBe(0);
  expect(done.out).toContain("Of 12 pull requests, 12 have their commits now and 12 their files and size.");
});

test("runs and jobs are imported with a summary, and a second time as unchanged", async () => {
  const run = {
    id: 7,
    workflow_id: 70,
    head_sha: "a".repeat(40),
    status: "completed",
    conclusion: "success",
    created_at: "2024-01-01T10:00:00Z",
    updated_at: "2024-01-01T10:05:00Z",
  };
  await writeFile(file("runs"), JSON.stringify({ "7": run }));
  await writeFile(file("jobs"), JSON.stringify([{ id: 8, run_id: 7, name: "build", status: "queued" }]));
  const command = ["import", "actions", "--repo", "acme/ci", "--runs", file("runs"), "--jobs", file("jobs")];

  const first = await pulse(...command);
  const again = await pulse(...command, "--json");

  expect(first.code).toBe(0);
  expect(first.out).toMatch(/^acme\/ci as of 2024-01-01T10:05:00.000Z: 2 rows in [\d.]+ s/);
  expect(first.out).toMatch(/\n {2}workflow jobs +1 +0 +0 +0/);
  expect(JSON.parse(again.out)).toMatchObject({
    repository: "acme/ci",
    counts: { workflow_runs: { added: 0, unchanged: 1 }, workflow_jobs: { added: 0, unchanged: 1 } },
  });
});

test.each([
  [["import", "actions", "--repo", "acme/ci"], 2, "--runs is missing"],
  [["import", "actions", "--repo", "acme/ci", "--runs", "/nowhere.json"], 1, "/nowhere.json: there is no such file"],
  [["import", "archive"], 2, "FILE is missing"],
  [["import", "git", "."], 2, "--repo is missing"],
  [["import", "git", "/nowhere", "--repo", "acme/north"], 1, "no such folder"],
  [["import", "git", ".", "--repo", "../../etc"], 1, "is no repository name"],
] as const)("%j is refused with exit code %i", async (argv, code, says) => {
  const done = await pulse(...argv);

  expect(done.code).toBe(code);
  expect(done.talk).toContain(says);
});
