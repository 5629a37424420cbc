import { z } from "zod";

import type { Conclusion, Job, Run, RunAttempt, RunStatus } from "../world/actions.ts";
import { ensureAccount, type World } from "../world/create-world.ts";
import type { Repository } from "../world/repository.ts";

const account = z.object({ login: z.string() }).nullable();
const status = z.string().transform((text) => text.toLowerCase() as RunStatus);
const conclusion = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : (text.toLowerCase() as Conclusion)));

const runSchema = z.object({
  id: z.number(),
  node_id: z.string(),
  name: z.string(),
  path: z.string(),
  head_branch: z.string().nullable(),
  head_sha: z.string(),
  display_title: z.string(),
  run_number: z.number(),
  event: z.string(),
  status,
  conclusion,
  workflow_id: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
  actor: account,
  run_attempt: z.number(),
  run_started_at: z.string(),
  triggering_actor: account,
});

const jobSchema = z.object({
  id: z.number(),
  node_id: z.string(),
  run_id: z.number(),
  run_attempt: z.number(),
  name: z.string(),
  status,
  conclusion,
  created_at: z.string(),
  started_at: z.string(),
  completed_at: z.string().nullable(),
  labels: z.array(z.string()),
  runner_id: z.number().nullable(),
  runner_name: z.string().nullable(),
  runner_group_name: z.string().nullable(),
  steps: z.array(
    z.object({
      number: z.number(),
      name: z.string(),
      status,
      conclusion,
      started_at: z.string().nullable(),
      completed_at: z.string().nullable(),
    }),
  ),
});

type RecordedRun = z.infer<typeof runSchema>;
type RecordedJob = z.infer<typeof jobSchema>;

/**
 * Runs and jobs as REST once listed them; ids, instants and the offsets of step times stay as they are. Of a run, the attempt that
 * was recorded is the only one known. Jobs of runs or attempts that were not recorded are left out, and counted.
 */
export function loadActions(
  world: World,
  repository: Repository,
  lists: { readonly runs: readonly unknown[]; readonly jobs: readonly unknown[] },
): { readonly runs: number; readonly jobs: number; readonly leftOut: number } {
  const runs = lists.runs.map((run) => runSchema.parse(run));
  for (const run of runs.toSorted((left, right) => left.id - right.id)) addRun(world, repository, run);
  let jobs = 0;
  for (const one of lists.jobs) {
    const job = jobSchema.parse(one);
    const attempt = repository.runs.get(job.run_id)?.attempts.get(job.run_attempt);
    if (attempt === undefined) continue;
    attempt.jobs.push(toJob(job));
    jobs += 1;
  }
  repository.version += 1;
  return { runs: runs.length, jobs, leftOut: lists.jobs.length - jobs };
}

function addRun(world: World, repository: Repository, source: RecordedRun): void {
  const workflow = repository.workflows.get(source.workflow_id) ?? {
    id: source.workflow_id,
    nodeId: `W_${source.workflow_id}`,
    name: source.name,
    path: source.path,
    state: "active" as const,
    createdAt: source.created_at,
    updatedAt: source.created_at,
  };
  repository.workflows.set(workflow.id, workflow);
  const attempt: RunAttempt = {
    number: source.run_attempt,
    status: source.status,
    conclusion: source.conclusion,
    startedAt: source.run_started_at,
    updatedAt: source.updated_at,
    actor: source.triggering_actor === null ? null : ensureAccount(world, source.triggering_actor.login),
    jobs: [],
  };
  const run: Run = {
    id: source.id,
    nodeId: source.node_id,
    workflow,
    number: source.run_number,
    event: source.event,
    headBranch: source.head_branch,
    headSha: source.head_sha,
    actor: source.actor === null ? null : ensureAccount(world, source.actor.login),
    title: source.display_title,
    createdAt: source.created_at,
    pullNumbers: [],
    attempts: new Map([[attempt.number, attempt]]),
  };
  repository.runs.set(run.id, run);
}

function toJob(source: RecordedJob): Job {
  return {
    id: source.id,
    nodeId: source.node_id,
    name: source.name,
    status: source.status,
    conclusion: source.conclusion,
    createdAt: source.created_at,
    startedAt: source.started_at,
    completedAt: source.completed_at,
    labels: source.labels,
    runnerId: source.runner_id,
    runnerName: source.runner_name,
    runnerGroupName: source.runner_group_name,
    steps: source.steps.map((step) => ({
      number: step.number,
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      startedAt: step.started_at,
      completedAt: step.completed_at,
    })),
  };
}
