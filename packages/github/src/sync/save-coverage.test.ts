import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { saving } from "../../test/save-workspace.ts";
import { saveSyncState } from "../save/save-sync-state.ts";
import { saveCoverage } from "./save-coverage.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});
afterAll(() => workspace.drop());
beforeEach(() => workspace.clear());

async function cover(from: string | null, to: string): Promise<void> {
  await saving(workspace, to, (tx, scope) =>
    saveCoverage(tx, scope, { kinds: ["issues"], from: from === null ? null : new Date(from), to: new Date(to) }),
  );
}

async function covered(): Promise<readonly [string | null, string | undefined]> {
  const found = await sql<{ coveredFrom: Date | null; coveredTo: Date }>`
    select covered_from, covered_to from pulse.sync_state
  `.execute(workspace.superDb);
  return [
    found.rows[0]?.coveredFrom?.toISOString().slice(0, 10) ?? null,
    found.rows[0]?.coveredTo.toISOString().slice(0, 10),
  ];
}

async function importUntil(instant: string): Promise<void> {
  await saving(workspace, instant, (tx, scope) =>
    saveSyncState(tx, scope, { kinds: ["issues"], source: "archive", coveredFrom: null, coveredTo: instant }),
  );
}

test("the last 90 days and what was read further back are one stretch", async () => {
  await cover("2026-08-01T00:00:00Z", "2026-11-01T00:00:00Z");

  await cover("2026-01-01T00:00:00Z", "2026-11-01T00:00:00Z");

  expect(await covered()).toEqual(["2026-01-01", "2026-11-01"]);
});

test("an archive that ends where the reading begins is joined on", async () => {
  await importUntil("2026-09-01T00:00:00Z");

  await cover("2026-08-01T00:00:00Z", "2026-11-01T00:00:00Z");

  expect(await covered()).toEqual([null, "2026-11-01"]);
});

test("years between an archive and the last 90 days are a hole that nobody is told is known", async () => {
  await importUntil("2020-09-29T00:00:00Z");

  await cover("2026-08-01T00:00:00Z", "2026-11-01T00:00:00Z");

  expect(await covered()).toEqual(["2026-08-01", "2026-11-01"]);
});

test("a reading from the beginning fills every hole", async () => {
  await cover("2026-08-01T00:00:00Z", "2026-11-01T00:00:00Z");

  await cover(null, "2026-11-01T00:00:00Z");

  expect(await covered()).toEqual([null, "2026-11-01"]);
});
