// One installation exports a workspace with every kind of fact, another imports it: every number of the catalogue is the same in both.
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { connect, ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive, importGit } from "@pulse/github";
import { generateHistory, toArchive, writeGit } from "@pulse/github-replica";
import { createLogger, fixedClock } from "@pulse/kit";
import { catalogue, describeMetric, type Metric } from "@pulse/metrics";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { inventFacts } from "../../../../bench/fill/invent-facts.ts";
import { fillAsOf, fillFrom } from "../../../../bench/fill/sizes.ts";
import {
  exportWorkspace,
  importWorkspace,
  listItems,
  listLabelGroups,
  listMetricItems,
  saveDeliveryRule,
  saveLabelGroup,
  showMetric,
  showWorkspace,
  updateWorkspace,
  type ActionContext,
} from "../index.ts";

const logger = createLogger({ name: "test", level: "silent" });
let here: TestDatabase;
let there: TestDatabase;
let folder: string;
let file: string;
let text: string;
let source: ActionContext;
let target: ActionContext;

beforeAll(async () => {
  [here, there] = [await createTestDatabase(), await createTestDatabase()];
  folder = await mkdtemp(path.join(tmpdir(), "pulse transfer "));
  source = await contextOf(here);
  target = await contextOf(there);
  await importHistory(source.actor.workspaceId, shapeOf("acme/one", 1));
  const superuser = connect({ url: here.superUrl, applicationName: "test", maxConnections: 1 });
  await inventFacts(superuser);
  await superuser.destroy();
  await importHistory(source.actor.workspaceId, shapeOf("acme/two", 2));
  await inventTeams(source.actor.workspaceId);
  await saveLabelGroup.run(source, { name: "any", labels: ["bug"] });
  await updateWorkspace.run(source, { timeZone: "Asia/Kolkata", botLogins: ["a-bot"] });
  await saveDeliveryRule.run(source, { repositories: ["acme/two"], ...rule });
  file = path.join(folder, "workspace.jsonl.gz");
  text = await exported(source);
  await writeFile(file, gzipSync(text));
}, 300_000);

afterAll(async () => {
  await Promise.all([here.drop(), there.drop()]);
  await rm(folder, { recursive: true });
});

const rule = {
  source: "environment" as const,
  names: ["prod*"],
  branches: [],
  countsPrereleases: false,
  incidentLabels: ["outage"],
  countsReverts: true,
} satisfies Omit<Parameters<typeof saveDeliveryRule.run>[1], "repositories">;

async function contextOf({ db }: TestDatabase): Promise<ActionContext> {
  const workspaceId = await ensureDefaultWorkspace(db);
  const clock = fixedClock(fillAsOf.toISOString());
  return { db, clock, logger, actor: { userId: localOwnerId, workspaceId } };
}

function shapeOf(repository: string, seed: number): Parameters<typeof generateHistory>[0] {
  return { repository, seed, from: fillFrom, asOf: fillAsOf, issues: 40, pullRequests: 60, people: 6 };
}

async function importHistory(workspaceId: number, shape: Parameters<typeof generateHistory>[0]): Promise<void> {
  const history = generateHistory(shape);
  const clone = path.join(folder, `${shape.seed}.git`);
  const shas = await writeGit(history, clone);
  const archive = path.join(folder, "archive.json");
  await writeFile(archive, JSON.stringify(toArchive(history, shas)));
  await importArchive(here.db, { workspaceId, file: archive, fileName: "archive.json" });
  await importGit(here.db, { workspaceId, dir: clone, repository: shape.repository, now: fillAsOf });
}

async function inventTeams(workspaceId: number): Promise<void> {
  await withService(here.db, async (tx) => {
    await sql`
      insert into pulse.teams (workspace_id, slug, name, fetched_at)
      values (${workspaceId}, 'acme/all', 'All', now()), (${workspaceId}, 'acme/core', 'Core', now())
    `.execute(tx);
    // The one that was made first lies below the other.
    await sql`
      update pulse.teams set parent_id = (select max(id) from pulse.teams) where slug = 'acme/all'
    `.execute(tx);
    await sql`
      insert into pulse.team_members (workspace_id, team_id, account_id, member_from, fetched_at)
      select team.workspace_id, team.id, account.id, '2020-01-01', now()
      from pulse.teams as team
      join pulse.accounts as account on account.id % 2 = 0 or team.slug = 'acme/all'
    `.execute(tx);
  });
}

async function exported(ctx: ActionContext): Promise<string> {
  const { lines } = await exportWorkspace.run(ctx, {});
  let all = "";
  for await (const chunk of lines) all += chunk;
  return all;
}

const window = { from: fillFrom.toISOString(), to: fillAsOf.toISOString() };

type Numbers = { readonly n: number; readonly answers: readonly unknown[] };

async function numbersOf(ctx: ActionContext, metric: Metric): Promise<Numbers> {
  const { splits, items, choices } = describeMetric(metric);
  const asked = { metric: metric.id, ...window };
  const whole = await showMetric.run(ctx, asked);
  const answers = [
    whole,
    splits.includes("repository") ? await showMetric.run(ctx, { ...asked, by: "repository" }) : null,
    choices.includes("people") ? await showMetric.run(ctx, { ...asked, teams: ["acme/core"] }) : null,
    items === null ? null : await listMetricItems.run(ctx, { ...asked, show: "all", limit: 5000 }).then(withoutCursor),
  ];
  return { n: whole.n, answers };
}

/** Ids are other ones there; what they stand for is the same. */
const withoutIds = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (name, value: unknown) => (/(^|_)id$/.test(name) && value !== null ? "an id" : value)),
  );

const withoutCursor = ({ next: _next, ...list }: { readonly next: unknown }): object => list;

test(
  "every number of the catalogue, and the items behind it, are the same in another installation",
  { timeout: 300_000 },
  async () => {
    // Ids of there are taken, as in any installation that is used.
    await withService(there.db, (tx) =>
      sql`insert into pulse.workspaces (slug, name) select 'w' || n, 'W' from generate_series(1, 30) as n`.execute(tx),
    );
    const done: number[] = [];
    const imported = await importWorkspace.run({ ...target, onProgress: (at) => done.push(at.done) }, { file });

    expect(imported.rows).toMatchObject({ repositories: 2, issues: 80, pull_requests: 120, teams: 2 });
    expect(done.at(-1)).toBe(text.split("\n").length - 3);
    let counted = 0;
    for (const metric of catalogue) {
      const [before, after] = [await numbersOf(source, metric), await numbersOf(target, metric)];
      expect(withoutIds(after.answers)).toEqual(withoutIds(before.answers));
      if (before.n > 0) counted += 1;
    }
    expect(counted).toBeGreaterThan(catalogue.length / 2);
    expect(await settingsOf(target)).toEqual(await settingsOf(source));
    for (const kind of ["issue", "run", "deployment", "incident"] as const) {
      expect(await factsOf(target, kind)).toEqual(await factsOf(source, kind));
    }
  },
);

async function settingsOf(ctx: ActionContext): Promise<unknown> {
  return [await showWorkspace.run(ctx, {}), await listLabelGroups.run(ctx, {})];
}

async function factsOf(ctx: ActionContext, kind: "issue" | "run" | "deployment" | "incident"): Promise<unknown> {
  const { items } = await listItems.run(ctx, { kind, limit: 1000 });
  return items.map(({ id: _id, ...item }) => JSON.stringify(item)).toSorted();
}

test("what it holds once is not taken twice, and what it exports is what it was given", async () => {
  await expect(importWorkspace.run(target, { file })).rejects.toMatchObject({ code: "conflict" });

  const again = await exported(target);
  const tables = (all: string) =>
    Object.fromEntries(
      [...Map.groupBy(all.split("\n"), (line) => /^\{"table":"(\w+)"/.exec(line)?.[1] ?? "")]
        .filter(([table]) => !["", "audit_log", "data_versions", "memberships", "workspaces"].includes(table))
        .map(([table, lines]) => [table, lines.length]),
    );
  expect(tables(again)).toEqual(tables(text));
  expect(again).not.toMatch(/"secret"|secret_key_id/);
});

const lines = (): string[] => text.trimEnd().split("\n");
const sealed = (given: readonly string[]): string => {
  const body = given.map((line) => `${line}\n`).join("");
  const sha256 = createHash("sha256").update(body).digest("hex");
  return `${body}${JSON.stringify({ end: { rows: given.length - 1, sha256 } })}\n`;
};
const changed = (pattern: RegExp, by: string): string =>
  sealed(
    lines()
      .slice(0, -1)
      .map((line) => line.replace(pattern, by)),
  );

test.each([
  ["nothing", () => "", /the file is empty/],
  ["something else", () => '{"hello":1}\n', /Line 1: this is no export/],
  [
    "a newer version",
    () => text.replace('"pulse_export":1', '"pulse_export":2'),
    /version 2, and this program reads version 1/,
  ],
  ["one that breaks off", () => lines().slice(0, -200).join("\n"), /the file breaks off here/],
  ["a changed number", () => text.replace(/"number":\d+/, '"number":77777'), /was changed after it was written/],
  ["more behind the end", () => `${text}{"table":"issues","row":{}}\n`, /was changed after it was written/],
  ["a table of the future", () => changed(/"table":"tags"/, '"table":"riddles"'), /no table riddles here/],
  [
    "a column of the future",
    () => changed(/("table":"tags","row":\{)/, '$1"riddle":1,'),
    /no column tags\.riddle here/,
  ],
  [
    "an id of another workspace",
    () => changed(/("table":"tags","row":.*"repository_id":)\d+/, "$1-99999"),
    /has an id of no row/,
  ],
  [
    "a row of no repository",
    () => changed(/("table":"timeline_events","row":.*"repository_id":)\d+/, "$1123456789"),
    /violates foreign key/,
  ],
  [
    "a row that fits nowhere",
    () => changed(/("table":"issues","row":.*"state":)"\w+"/, '$1"odd"'),
    /violates check constraint/,
  ],
])("%s is refused in words, and leaves nothing", async (_, make, words) => {
  const empty = await createEmpty();
  const other = path.join(folder, "other.jsonl");
  await writeFile(other, make());

  await expect(importWorkspace.run(empty, { file: other })).rejects.toMatchObject({
    code: "invalid",
    message: expect.stringMatching(words),
  });
  const left = await withService(there.db, (tx) =>
    sql`select from pulse.accounts where workspace_id = ${empty.actor.workspaceId}`.execute(tx),
  );
  expect(left.rows).toEqual([]);
});

async function createEmpty(): Promise<ActionContext> {
  const made = await withService(there.db, (tx) =>
    sql<{ id: number }>`
      with workspace as (
        insert into pulse.workspaces (slug, name)
        select 'empty' || count(*), 'Empty' from pulse.workspaces
        returning id
      )
      insert into pulse.memberships (workspace_id, user_id, role)
      select id, ${localOwnerId}, 'owner' from workspace
      returning workspace_id as id
    `.execute(tx),
  );
  return { ...target, actor: { userId: localOwnerId, workspaceId: made.rows[0]?.id ?? 0 } };
}
