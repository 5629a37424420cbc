/** Runs and jobs come from REST and by webhooks: what is odd about one is treated the same by both. */
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { dumpRepository } from "../../test/dump-repository.ts";
import { startFakeActions, type FakeActions } from "../../test/fake-actions.ts";
import { createReaderWorld, type ReaderWorld } from "../../test/read-through.ts";
import { listSettled, processAll, receive, track } from "../../test/webhook-workspace.ts";
import { jobReader } from "../sync/rest/job-reader.ts";
import { runReader } from "../sync/rest/run-reader.ts";

type Json = Readonly<Record<string, unknown>>;

const clock = { now: () => new Date("2024-03-01T12:00:00Z"), forward: () => undefined };
const hookedGithubId = 43;
let github: FakeActions;
let world: ReaderWorld;

beforeAll(async () => {
  github = await startFakeActions();
  world = await createReaderWorld({ apiUrl: github.url, clock });
});

beforeEach(async () => {
  await world.clear();
});

afterEach(async () => {
  github.lists.clear();
  await sql`delete from pulse.webhook_deliveries`.execute(world.superDb);
});

afterAll(async () => {
  await world.drop();
  await github.close();
});

const ann = { login: "ann", id: 1, type: "User" };

const run = (change: Json): Json => ({
  id: 1,
  node_id: "WFR_1",
  name: "CI",
  workflow_id: 70,
  run_number: 1,
  run_attempt: 1,
  event: "push",
  status: "completed",
  conclusion: "success",
  head_branch: "main",
  head_sha: "a".repeat(40),
  actor: ann,
  triggering_actor: ann,
  created_at: "2024-02-20T10:00:00Z",
  run_started_at: "2024-02-20T10:00:00Z",
  updated_at: "2024-02-20T10:05:00Z",
  ...change,
});

const job = (change: Json, step: Json = {}): Json => ({
  id: 10,
  run_id: 1,
  run_attempt: 1,
  name: "build",
  status: "completed",
  conclusion: "success",
  labels: ["ubuntu-latest"],
  created_at: "2024-02-20T10:00:00Z",
  started_at: "2024-02-20T10:00:06Z",
  completed_at: "2024-02-20T10:01:00Z",
  steps: [
    {
      number: 1,
      name: "Set up job",
      status: "completed",
      conclusion: "success",
      started_at: "2024-02-20T10:00:06Z",
      completed_at: "2024-02-20T10:00:07Z",
      ...step,
    },
  ],
  ...change,
});

/** The same run and job read by REST into one repository, and told by webhooks to another. */
async function tellBoth(told: { readonly run: Json; readonly job: Json }) {
  const { db, repository } = world.ctx;
  const runs = "/repos/acme/site/actions/runs";
  const jobs = { total_count: 1, jobs: [told.job] };
  github.lists.set(runs, { total_count: 1, workflow_runs: [told.run] });
  github.lists.set(`${runs}/1`, told.run);
  for (const path of [`${runs}/1/jobs`, `${runs}/1/attempts/1/jobs`]) github.lists.set(path, jobs);
  await world.read(runReader, "recent");
  await world.read(jobReader, "recent");
  const receiving = { database: { db }, workspaceId: repository.workspaceId, clock };
  const hooked = await track(receiving, { githubId: hookedGithubId });
  const about = { repository: { id: hookedGithubId }, sender: ann, action: "completed" };
  await receive(receiving, [
    { event: "workflow_run", payload: { ...about, workflow_run: told.run } },
    { event: "workflow_job", payload: { ...about, workflow_job: told.job } },
  ]);
  await processAll(receiving);
  const kept = async (id: number) => {
    const { workflow_runs = [], workflow_jobs, workflow_steps } = await dumpRepository(db, id);
    // Only who reads REST reads the jobs of a run as a list, and notes when.
    const runs = workflow_runs.map((line) => line.replace(/"jobs_read_at":[^,}]+,/, ""));
    return { workflow_runs: runs, workflow_jobs, workflow_steps };
  };
  return { byRest: await kept(repository.id), byHook: await kept(hooked), settled: await listSettled(receiving) };
}

test("a NUL and half of a surrogate pair are left out by both", async () => {
  const odd = "odd\0 \uD800name";

  const { byRest, byHook } = await tellBoth({
    run: run({ name: odd, head_branch: odd, head_sha: `${"a".repeat(40)}\0` }),
    job: job({ name: odd, runner_name: odd, labels: [odd] }, { name: odd }),
  });

  expect(byHook).toEqual(byRest);
  expect([byRest.workflow_runs, byRest.workflow_jobs, byRest.workflow_steps].map((rows) => rows?.length)).toEqual([
    1, 1, 1,
  ]);
  expect(JSON.stringify(byRest)).toContain("odd \uFFFDname");
});

test("instants with another offset, empty ones and none are read alike by both", async () => {
  const { byRest, byHook } = await tellBoth({
    run: run({ run_started_at: null }),
    job: job({ created_at: undefined, completed_at: "" }, { started_at: "2024-02-20T05:00:06.000-05:00" }),
  });

  expect(byHook).toEqual(byRest);
  expect(byRest.workflow_steps).toHaveLength(1);
});

test.each(["yesterday", "2024-02-20", "2024-02-20T10:05:00", "1708423500"])(
  "%j is no instant to either, and neither guesses",
  async (instant) => {
    const { byRest, byHook, settled } = await tellBoth({
      run: run({ updated_at: instant }),
      job: job({ started_at: instant }),
    });

    expect(byRest).toEqual({ workflow_runs: [], workflow_jobs: [], workflow_steps: [] });
    expect(byHook).toEqual(byRest);
    expect(settled.map(({ state, outcome }) => [state, outcome?.split(": ")[1]])).toEqual([
      ["ignored", "workflow_run.updated_at"],
      ["ignored", "workflow_job.started_at"],
    ]);
    expect(JSON.stringify(world.logged())).toContain("updated_at");
  },
);
