/** Runs through whole syncs while they go on: GitHub is played forward between two of them. */
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { startGitHub, type TestGitHub } from "../../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../../test/sync-workspace.ts";

const repository = "acme/site";
const minuteMs = 60_000;

let github: TestGitHub;
let workspace: SyncWorkspace;
let repositoryId: number;

beforeEach(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z" });
  workspace = await createSyncWorkspace(github);
  github.addRepository(repository);
  repositoryId = await workspace.track(repository);
});

afterEach(async () => {
  await workspace.drop();
  await github.close();
});

async function readAll(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat_ws(' ', run.attempt, run.status, run.conclusion, '/', job.status, job.conclusion) as fact
    from pulse.workflow_runs as run
    left join pulse.workflow_jobs as job on job.run_id = run.id
    order by run.github_id, run.attempt
  `.execute(workspace.superDb);
  return found.rows.map((row) => row.fact);
}

test("a run that goes on is read until it is done, and again when it is run again", async () => {
  const { id } = github.play.startRun({ repository, by: "ann" });
  github.play.advanceRun({ repository, id });
  await workspace.sync(repositoryId);
  expect(await readAll()).toEqual(["1 in_progress / in_progress"]);

  github.clock.advance(10 * minuteMs);
  github.play.completeRun({ repository, id, conclusion: "failure" });
  await workspace.sync(repositoryId);
  expect(await readAll()).toEqual(["1 completed failure / completed failure"]);

  github.clock.advance(10 * minuteMs);
  github.play.rerun({ repository, id, by: "bob" });
  await workspace.sync(repositoryId);
  github.clock.advance(10 * minuteMs);
  github.play.completeRun({ repository, id });
  await workspace.sync(repositoryId);
  expect(await readAll()).toEqual([
    "1 completed failure / completed failure",
    "2 completed success / completed success",
  ]);
});

test("a run that was behind a page of newer ones while it went on is not forgotten", async () => {
  const { id } = github.play.startRun({ repository, by: "ann" });
  github.play.advanceRun({ repository, id });
  await workspace.sync(repositoryId);
  for (let count = 0; count < 120; count += 1) {
    github.clock.advance(minuteMs);
    const next = github.play.startRun({ repository, by: "ann" });
    github.play.completeRun({ repository, id: next.id });
  }
  await workspace.sync(repositoryId);
  github.play.completeRun({ repository, id, conclusion: "timed_out" });
  github.clock.advance(3 * 24 * 60 * minuteMs);

  await workspace.sync(repositoryId);

  const found = await sql`
    select count(*) as runs, count(*) filter (where status <> 'completed') as open from pulse.workflow_runs
  `.execute(workspace.superDb);
  expect(found.rows).toEqual([{ runs: 121, open: 0 }]);
  expect((await readAll())[0]).toBe("1 completed timed_out / completed timed_out");
});
