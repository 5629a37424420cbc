import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { generateHistory, toArchive, writeGit } from "@pulse/github-replica";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { runPulse } from "../../test/run-pulse.ts";

let folder: string;
let source: TestDatabase;
let target: TestDatabase;
let file: string;

const asked = ["metric", "show", "pr.cycle_time", "--to", "2023-06-01", "--json"];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse backup "));
  file = path.join(folder, "monday.backup");
  source = await createTestDatabase();
  target = await createTestDatabase({ isMigrated: false });
  await ensureDefaultWorkspace(source.db);
  const history = generateHistory({
    repository: "acme/north",
    seed: 3,
    from: new Date("2023-01-01T00:00:00Z"),
    asOf: new Date("2023-06-01T00:00:00Z"),
    issues: 10,
    pullRequests: 12,
    people: 5,
  });
  const archive = path.join(folder, "north.json");
  const shas = await writeGit(history, path.join(folder, "north.git"));
  await writeFile(archive, JSON.stringify(toArchive(history, shas)));
  await pulse({ POSTGRES_URL: source.url }, "import", "archive", archive);
});

afterAll(async () => {
  await source.drop();
  await target.drop();
  await rm(folder, { recursive: true, force: true });
});

const pulse = async (env: Readonly<Record<string, string>>, ...argv: readonly string[]) =>
  await runPulse(argv, { PULSE_HOME: path.join(folder, "home"), ...env });

const backupSchema = z.object({ rows: z.number(), figures: z.record(z.string(), z.unknown()) });

test("what was backed up is restored with every row and the same numbers, and no password is shown", async () => {
  const before = await pulse({ POSTGRES_URL: source.url }, ...asked);

  const backup = await pulse({ POSTGRES_URL: source.url }, "db", "backup", file, "--json");
  const restored = await pulse({ POSTGRES_URL: target.url }, "db", "restore", file, "--json");

  const { rows, figures } = backupSchema.parse(JSON.parse(backup.out));
  expect(Object.keys(figures)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^pr\.cycle_time of default from /) as string]),
  );
  expect(JSON.parse(restored.out)).toMatchObject({ rows, figures: Object.keys(figures).length, changedFigures: [] });
  expect((await pulse({ POSTGRES_URL: target.url }, ...asked)).out).toBe(before.out);
  expect(`${backup.talk}${restored.talk}`).not.toContain(new URL(source.url).password);
});

test("data is replaced only by somebody who says so", async () => {
  const refused = await pulse({ POSTGRES_URL: target.url }, "db", "restore", file);
  const unasked = await pulse({ POSTGRES_URL: target.url }, "db", "restore", file, "--replace");
  expect(refused).toMatchObject({ code: 1, talk: expect.stringContaining("holds data already") as string });
  expect(unasked).toMatchObject({ code: 1, talk: expect.stringContaining("Nothing was done") as string });
});

test("an installation moves into the bundled PostgreSQL and back out of it", async () => {
  const third = await createTestDatabase({ isMigrated: false });
  const home = { PULSE_HOME: path.join(folder, "moved") };

  const inward = await pulse(home, "db", "move", "--from", source.url, "--to", "embedded", "--json");
  const outward = await pulse(home, "db", "move", "--to", third.url, "--json");

  expect(inward).toMatchObject({ code: 0, talk: expect.stringContaining("Take POSTGRES_URL") as string });
  expect(JSON.parse(outward.out)).toEqual(JSON.parse(inward.out));
  const shown = await pulse({ POSTGRES_URL: third.url }, ...asked);
  expect(shown.out).toBe((await pulse({ POSTGRES_URL: source.url }, ...asked)).out);
  await third.drop();
});
