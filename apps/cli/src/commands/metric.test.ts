import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { runPulse } from "../../test/run-pulse.ts";

let database: TestDatabase;
let home: string;

beforeAll(async () => {
  database = await createTestDatabase();
  home = await mkdtemp(path.join(tmpdir(), "pulse-home-"));
  const workspaceId = await ensureDefaultWorkspace(database.db);
  await queryAs(
    database.superUrl,
    `
    with repository as (
      insert into pulse.repositories (workspace_id, owner, name, fetched_at)
      values (${workspaceId}, 'acme', 'site', '2020-04-01')
      returning workspace_id, id
    ),
    author as (
      insert into pulse.accounts (workspace_id, login, fetched_at)
      values (${workspaceId}, 'ada', '2020-04-01')
      returning id
    ),
    state as (
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
      select workspace_id, id, 'pull_requests', 'archive', '2020-04-01T00:00:00Z', '2020-04-01'
      from repository
    )
    insert into pulse.pull_requests (
      workspace_id, repository_id, number, title, state, author_id, created_at, merged_at, closed_at, updated_at, fetched_at
    )
    select repository.workspace_id, repository.id, day, 'Change', 'merged', author.id, opened, opened + interval '26 hours', opened + interval '26 hours', opened, now()
    from repository, author, generate_series(1, 3) as day, lateral (select timestamptz '2020-03-01T00:00:00Z' + day * interval '1 day') as given (opened)
  `,
  );
});

afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const pulse = async (commandLine: string) =>
  await runPulse(commandLine.split(" "), { POSTGRES_URL: database.url, PULSE_HOME: home });

test("the list needs no database, and names every metric once", async () => {
  const plain = await pulse("metric list");
  const json = await pulse("metric list --json");

  const { metrics } = z
    .object({ metrics: z.array(z.object({ id: z.string(), definition: z.string() })) })
    .parse(JSON.parse(json.out));
  expect(plain.code).toBe(0);
  expect(metrics.length).toBeGreaterThan(20);
  for (const { id } of metrics)
    expect(plain.out.split("\n").filter((line) => line.startsWith(`${id} `))).toHaveLength(1);
});

test("a number comes as one JSON document, with what it rests on", async () => {
  const ran = await pulse(
    "metric show pr.time_to_merge --repo Acme/Site --from 2020-03-01 --to 2020-04-01 --by week --json",
  );

  expect(ran).toMatchObject({ code: 0, talk: "" });
  expect(JSON.parse(ran.out)).toMatchObject({
    metric: "pr.time_to_merge",
    unit: "seconds",
    repositories: ["acme/site"],
    from: "2020-03-01T00:00:00Z",
    to: "2020-04-01T00:00:00Z",
    n: 3,
    excluded: 0,
    value: { p50: 93_600, p75: 93_600, p90: 93_600 },
    previous: { n: 0, value: null },
    series: [{ key: "2020-02-24" }, { key: "2020-03-02", n: 3 }, { key: "2020-03-09" }, {}, {}, { key: "2020-03-30" }],
    as_of: "2020-04-01T00:00:00Z",
    coverage: 1,
  });
});

test("for people it says the value in the two largest units, and where old data ends", async () => {
  const { out } = await pulse("metric show pr.time_to_merge --by month");

  expect(out).toContain("Time to merge (pr.time_to_merge)");
  expect(out).toMatch(/p50\s+1 d 2 h\s+before: –/);
  expect(out).toMatch(/window\s+2020-01-02T00:00:00Z to 2020-04-01T00:00:00Z, where the data ends; days in UTC/);
  expect(out).toMatch(/2020-03\s+3\s+1 d 2 h\s+1 d 2 h\s+1 d 2 h/);
  expect(out).toMatch(/coverage\s+100 %/);
});

test("what is only known now lists its items", async () => {
  const { out } = await pulse("metric show pr.stale");

  expect(out).toMatch(/value\s+0/);
});

test.each([
  ["metric show pr.merge", 1, 'Did you mean "pr.merged"?'],
  ["metric show pr.merged --repo acme/nowhere", 1, "acme/nowhere"],
  ["metric show pr.merged --repo ../../etc", 1, "owner/name"],
  ["metric show pr.merged --from 2020-02-30", 1, "`from`"],
  ["metric show pr.merged --from 2020-03-02 --to 2020-03-01", 1, "must lie before"],
  ["metric show pr.merged --tz Mars/Olympus", 1, "time zone"],
  ["metric show pr.stale --by day", 1, "only known"],
  ["metric show pr.merged --workspace nowhere", 1, "nowhere"],
  ["metric show pr.merged --by year", 2, "--by"],
  ["metric show", 2, "ID"],
])("%s ends with %i and says why", async (commandLine, code, part) => {
  const ran = await pulse(commandLine);

  expect(ran).toMatchObject({ code, out: "" });
  expect(ran.talk).toContain(part);
  expect(ran.talk).not.toContain("    at ");
});

test("repositories are listed with what is known of each, for people and for programs", async () => {
  const forPeople = await pulse("repo list");
  const forPrograms = await pulse("repo list --json");

  expect(forPeople.out).toContain("acme/site  0 issues  3 pull requests  as of 2020-04-01T00:00:00.000Z");
  expect(JSON.parse(forPrograms.out)).toEqual({
    repositories: [
      {
        fullName: "acme/site",
        asOf: "2020-04-01T00:00:00.000Z",
        issues: 0,
        pullRequests: 3,
        isTracked: false,
        isArchived: false,
        isHidden: false,
        connection: null,
        access: "ok",
        accessDetail: null,
        run: null,
      },
    ],
  });
});

test("a deployment and an incident that were told of are in the numbers, and the same id is the same thing", async () => {
  await pulse("deployment record d-1 --repo acme/site --at 2020-03-10T10:00:00Z");
  const again = await pulse("deployment record d-1 --repo acme/site --at 2020-03-10T11:00:00Z");
  const incident = await pulse(
    "incident record i-1 Down --repo acme/site --began 2020-03-10T12:00:00Z --resolved 2020-03-10T13:00:00Z",
  );
  const window = "--from 2020-03-01 --to 2020-04-01 --json";

  const rate = await pulse(`metric show dora.change_fail_rate ${window}`);
  const recovery = await pulse(`metric show dora.failed_deployment_recovery_time ${window}`);
  const refused = await pulse("deployment record d-2 --repo acme/nowhere");

  expect([again.out.trim(), incident.out.trim()]).toEqual([
    "Corrected d-1 of acme/site",
    "Recorded i-1 of acme/site, which is over",
  ]);
  expect(JSON.parse(rate.out)).toMatchObject({ n: 1, value: 1, band: "low" });
  expect(JSON.parse(recovery.out)).toMatchObject({ n: 1, value: { p50: 7200 } });
  expect(refused.code).toBe(1);
});
