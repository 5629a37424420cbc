/** Real answers of GitHub, through a whole sync: every run, job and step arrives as it was recorded. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { hasRealData } from "../../../test/real-archives.ts";
import { loadRecordedRuns, recordedJobsFile, recordedRunsFile } from "../../../test/recorded-runs.ts";
import { startGitHub, type TestGitHub } from "../../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../../test/sync-workspace.ts";
import { importActions } from "../../actions-import/import-actions.ts";

const fullName = "ionic-team/ionic-framework";

describe.skipIf(!hasRealData)("recorded runs of a real repository", () => {
  let github: TestGitHub;
  let workspace: SyncWorkspace;
  let repositoryId = 0;

  beforeAll(async () => {
    github = await startGitHub({ now: "2024-03-01T00:00:00Z" });
    workspace = await createSyncWorkspace(github);
    github.addRepository(fullName);
    loadRecordedRuns(github, fullName);
    repositoryId = await workspace.track(fullName);
    await workspace.sync(repositoryId);
  });

  afterAll(async () => {
    await workspace.drop();
    await github.close();
  });

  test("all 101 are there with their conclusions, each with its job", async () => {
    const found = await sql`
      select
        count(*) as runs,
        count(*) filter (where run.conclusion = 'success') as successes,
        count(*) filter (where run.conclusion = 'failure') as failures,
        count(*) filter (where run.conclusion = 'cancelled') as cancelled,
        count(*) filter (where attempt > 1) as reruns,
        count(job.jobs) as with_jobs
      from pulse.workflow_runs as run
      left join lateral (
        select count(*) as jobs
        from pulse.workflow_jobs
        where run_id = run.id
        having count(*) > 0
      ) as job on true
    `.execute(workspace.superDb);

    expect(found.rows).toEqual([{ runs: 101, successes: 85, failures: 14, cancelled: 2, reruns: 7, withJobs: 101 }]);
  });

  test("an attempt's own start is kept, and steps told in local time are instants", async () => {
    const found = await sql`
      select
        extract(epoch from run.updated_at - run.run_started_at)::integer as seconds,
        extract(epoch from job.started_at - job.created_at)::integer as queued,
        step.started_at
      from pulse.workflow_runs as run
      join pulse.workflow_jobs as job on job.run_id = run.id
      join pulse.workflow_steps as step on step.job_id = job.id
      where run.github_id = 8000161341
        and step.number = 1
    `.execute(workspace.superDb);

    expect(found.rows).toEqual([{ seconds: 51, queued: 6, startedAt: new Date("2024-02-22T13:00:17Z") }]);
  });

  test("a second sync of what did not change asks at most six times, and none of it for a job", async () => {
    const before = github.requests().length;

    await workspace.sync(repositoryId);
    await workspace.sync(repositoryId);

    const asked = github.requests().slice(before);
    expect(asked.length).toBeLessThanOrEqual(12);
    expect(JSON.stringify(asked)).not.toContain("/jobs");
  });

  test("the same runs from a file are found again: only jobs that GitHub did not list are new", async () => {
    const { counts } = await importActions(workspace.database.db, {
      workspaceId: workspace.workspaceId,
      repository: fullName,
      runs: { file: recordedRunsFile, fileName: "runs" },
      jobs: { file: recordedJobsFile, fileName: "jobs" },
    });

    expect(counts).toEqual({
      workflow_runs: { added: 0, changed: 0, unchanged: 101, removed: 0 },
      workflow_jobs: { added: 195, changed: 0, unchanged: 101, removed: 0 },
    });
  });

  test("a sync after an import doubles nothing", async () => {
    const other = await createSyncWorkspace(github);
    const { database, workspaceId } = other;
    await importActions(database.db, {
      workspaceId,
      repository: fullName,
      runs: { file: recordedRunsFile, fileName: "runs" },
      jobs: { file: recordedJobsFile, fileName: "jobs" },
    });

    await other.sync(await other.track(fullName));

    const found = await sql`
      select (select count(*) from pulse.workflow_runs) as runs, (select count(*) from pulse.workflow_jobs) as jobs
    `.execute(other.superDb);
    expect(found.rows).toEqual([{ runs: 101, jobs: 296 }]);
    await other.drop();
  });
});
