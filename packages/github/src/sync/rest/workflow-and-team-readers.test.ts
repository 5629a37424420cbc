import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { startFakeActions, type FakeActions } from "../../../test/fake-actions.ts";
import { createReaderWorld, type ReaderWorld } from "../../../test/read-through.ts";
import type { RepositoryProbe } from "../repository-probe.ts";
import { teamReader } from "./team-reader.ts";
import { workflowReader } from "./workflow-reader.ts";

let now = new Date();
let github: FakeActions;
let world: ReaderWorld;

beforeAll(async () => {
  github = await startFakeActions();
  world = await createReaderWorld({ apiUrl: github.url, clock: { now: () => new Date(now) } });
});

beforeEach(async () => {
  now = new Date("2024-03-01T12:00:00Z");
  await world.clear();
});

afterEach(() => {
  github.lists.clear();
  github.asked.length = 0;
});

afterAll(async () => {
  await world.drop();
  await github.close();
});

const workflowsPath = "/repos/acme/site/actions/workflows";

function serveWorkflows(names: readonly string[]): void {
  github.lists.set(workflowsPath, {
    total_count: names.length,
    workflows: names.map((name, index) => ({ id: index + 1, name, path: `${name}.yml`, state: "active" })),
  });
}

async function readWorkflows(): Promise<readonly unknown[]> {
  const found = await sql`select name, state from pulse.workflows order by github_id`.execute(world.superDb);
  return found.rows;
}

test("workflows are read as a whole, and one that is no longer listed is marked", async () => {
  serveWorkflows(["ci", "docs"]);
  await world.read(workflowReader, "incremental");
  serveWorkflows(["ci"]);

  await world.read(workflowReader, "incremental");

  expect(await readWorkflows()).toEqual([
    { name: "ci", state: "active" },
    { name: "docs", state: "deleted" },
  ]);
});

test("workflows that did not change cost one request that is free", async () => {
  serveWorkflows(["ci", "docs"]);
  await world.read(workflowReader, "incremental");
  github.asked.length = 0;

  await world.read(workflowReader, "incremental");

  expect(github.asked).toEqual([`${workflowsPath}?per_page=100&page=1`]);
  expect(world.client().usage.notModified).toBe(1);
  expect(await readWorkflows()).toHaveLength(2);
});

function serveTeams(teams: Readonly<Record<string, readonly string[]>>): void {
  const entries = Object.entries(teams);
  github.lists.set(
    "/orgs/acme/teams",
    entries.map(([slug], index) => ({ id: index + 1, slug, name: slug, parent: index === 0 ? null : { id: 1 } })),
  );
  for (const [slug, logins] of entries) {
    github.lists.set(
      `/orgs/acme/teams/${slug}/members`,
      logins.map((login) => ({ login, id: login.length, type: "User" })),
    );
  }
}

async function readMembers(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat_ws(' ', slug, login, case when member_to is not null then 'left' end) as fact
    from pulse.team_members
    join pulse.teams as team on team.id = team_id
    join pulse.accounts as account on account.id = account_id
    order by fact
  `.execute(world.superDb);
  return found.rows.map((row) => row.fact);
}

test("teams come with their members; within a day one request that is free is enough", async () => {
  serveTeams({ core: ["ann", "robert"], web: ["ann"] });
  await world.read(teamReader, "incremental");
  expect(await readMembers()).toEqual(["acme/core ann", "acme/core robert", "acme/web ann"]);
  github.asked.length = 0;
  now = new Date("2024-03-01T20:00:00Z");

  await world.read(teamReader, "incremental");

  expect(github.asked).toEqual(["/orgs/acme/teams?per_page=100"]);
  expect(world.client().usage.notModified).toBe(1);
});

test("after a day members are asked again, for the list of teams does not tell who left", async () => {
  serveTeams({ core: ["ann", "robert"] });
  await world.read(teamReader, "incremental");
  serveTeams({ core: ["ann"] });
  now = new Date("2024-03-02T13:00:00Z");

  await world.read(teamReader, "incremental");

  expect(await readMembers()).toEqual(["acme/core ann", "acme/core robert left"]);
});

test("nothing is asked where the owner is a person", async () => {
  const probe: RepositoryProbe = { ...world.ctx.probe, isOrganisation: false };

  const page = await teamReader.readPage(
    { ...world.ctx, probe },
    { phase: "incremental", cursor: { cursor: null, position: {} }, pageSize: 100, from: null, since: null },
  );

  expect(page).toMatchObject({ isDone: true, rows: 0 });
  expect(github.asked).toEqual([]);
});

test("without the right to see teams the reading says so and leaves everything as it is", async () => {
  const reading = world.read(teamReader, "incremental");

  await expect(reading).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("/orgs/acme/teams"),
  });
});

test("an answer that is no list is tried again later", async () => {
  github.lists.set(workflowsPath, { message: "Sorry" });

  const reading = world.read(workflowReader, "incremental");

  await expect(reading).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("acme/site") });
});
