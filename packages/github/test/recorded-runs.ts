import { readFileSync } from "node:fs";
import path from "node:path";

import type { TestGitHub } from "./start-github.ts";
import { realData } from "./real-archives.ts";

type RecordedStep = {
  readonly number: number;
  readonly name: string;
  readonly status: "completed";
  readonly conclusion: "success";
  readonly started_at: string;
  readonly completed_at: string;
};
type RecordedJob = Omit<RecordedStep, "number"> & {
  readonly id: number;
  readonly node_id: string;
  readonly run_id: number;
  readonly run_attempt: number;
  readonly created_at: string;
  readonly labels: readonly string[];
  readonly runner_id: number;
  readonly runner_name: string;
  readonly runner_group_name: string;
  readonly steps: readonly RecordedStep[];
};
type RecordedRun = {
  readonly id: number;
  readonly node_id: string;
  readonly workflow_id: number;
  readonly path: string;
  readonly name: string;
  readonly run_number: number;
  readonly run_attempt: number;
  readonly event: string;
  readonly status: "completed";
  readonly conclusion: "success" | "failure" | "cancelled";
  readonly head_branch: string;
  readonly head_sha: string;
  readonly actor: { readonly login: string };
  readonly triggering_actor: { readonly login: string };
  readonly display_title: string;
  readonly created_at: string;
  readonly run_started_at: string;
  readonly updated_at: string;
};

export const recordedRunsFile = path.join(realData, "stencil_workflow_runs.json");
export const recordedJobsFile = path.join(realData, "stencil_jobs.json");

// Recorded answers of GitHub; what is used of them was looked at.
function readRecorded<T>(file: string): readonly T[] {
  return Object.values(JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, T>>);
}

/** Puts recorded runs and their jobs into a repository of this GitHub. Only the last attempt of each was recorded. */
export function loadRecordedRuns(github: TestGitHub, fullName: string): void {
  const repository = github.getRepository(fullName);
  const jobs = Map.groupBy(readRecorded<RecordedJob>(recordedJobsFile), (job) => job.run_id);
  for (const run of readRecorded<RecordedRun>(recordedRunsFile)) {
    const workflow = {
      id: run.workflow_id,
      nodeId: `W_${run.workflow_id}`,
      name: run.name,
      path: run.path,
      state: "active" as const,
      createdAt: "2023-01-01T00:00:00Z",
      updatedAt: "2023-01-01T00:00:00Z",
    };
    repository.workflows.set(workflow.id, repository.workflows.get(workflow.id) ?? workflow);
    const attempt = {
      number: run.run_attempt,
      status: run.status,
      conclusion: run.conclusion,
      startedAt: run.run_started_at,
      updatedAt: run.updated_at,
      actor: github.addAccount(run.triggering_actor.login),
      jobs: (jobs.get(run.id) ?? []).map((job) => ({
        id: job.id,
        nodeId: job.node_id,
        name: job.name,
        status: job.status,
        conclusion: job.conclusion,
        createdAt: job.created_at,
        startedAt: job.started_at,
        completedAt: job.completed_at,
        labels: job.labels,
        runnerId: job.runner_id,
        runnerName: job.runner_name,
        runnerGroupName: job.runner_group_name,
        steps: job.steps.map((step) => ({
          number: step.number,
          name: step.name,
          status: step.status,
          conclusion: step.conclusion,
          startedAt: step.started_at,
          completedAt: step.completed_at,
        })),
      })),
    };
    repository.runs.set(run.id, {
      id: run.id,
      nodeId: run.node_id,
      workflow,
      number: run.run_number,
      event: run.event,
      headBranch: run.head_branch,
      headSha: run.head_sha,
      actor: github.addAccount(run.actor.login),
      title: run.display_title,
      createdAt: run.created_at,
      pullNumbers: [],
      attempts: new Map([[attempt.number, attempt]]),
    });
  }
  repository.version += 1;
}
