import { AppError } from "@pulse/kit";

import { renderJob, renderRun, renderWorkflow } from "../rest/render-run.ts";
import type { Account } from "../world/account.ts";
import type { Conclusion, Job, Run, RunAttempt, RunStatus, Workflow } from "../world/actions.ts";
import { ensureAccount, getRepository, nowIn, takeId, takeSmallId } from "../world/create-world.ts";
import { inventSha } from "../world/hash.ts";
import { makeNodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import type { PlayContext } from "./play-context.ts";

type On = { readonly repository: string; readonly by: string };
type OnRun = { readonly repository: string; readonly id: number };

/** Workflow runs, moved by hand from waiting to done and round again. */
export function createRunPlays(ctx: PlayContext) {
  return {
    startRun(
      on: On & {
        readonly workflow?: string;
        readonly event?: string;
        readonly jobs?: readonly string[];
        readonly sha?: string;
      },
    ): Run {
      const repository = getRepository(ctx.world, on.repository);
      const by = ensureAccount(ctx.world, on.by);
      const at = nowIn(ctx.world);
      const workflow = ensureWorkflow(repository, on.workflow ?? "CI", at);
      const id = takeId(repository);
      const run: Run = {
        id,
        nodeId: makeNodeId({ prefix: "WFR", repositoryId: repository.id, key: id }),
        workflow,
        number: [...repository.runs.values()].filter((one) => one.workflow === workflow).length + 1,
        event: on.event ?? "push",
        headBranch: repository.defaultBranch,
        headSha: on.sha ?? repository.commits.at(-1)?.sha ?? inventSha(`${on.repository} root`),
        actor: by,
        title: `${workflow.name} by ${by.login}`,
        createdAt: at,
        pullNumbers: [],
        attempts: new Map(),
      };
      repository.runs.set(id, run);
      addAttempt({ ctx, repository, run }, { by, at, jobs: on.jobs ?? ["build"] });
      return run;
    },
    /** A runner takes the jobs that wait. */
    advanceRun: (on: OnRun): void => moveRun(ctx, on, { status: "in_progress", conclusion: null }),
    completeRun: (on: OnRun & { readonly conclusion?: Conclusion }): void =>
      moveRun(ctx, on, { status: "completed", conclusion: on.conclusion ?? "success" }),
    /** Keeps id and creation, adds an attempt. */
    rerun(on: OnRun & { readonly by: string }): void {
      const { repository, run, attempt } = findRun(ctx, on);
      const jobs = attempt.jobs.map((job) => job.name);
      addAttempt({ ctx, repository, run }, { by: ensureAccount(ctx.world, on.by), at: nowIn(ctx.world), jobs });
    },
  };
}

type OfRun = { readonly ctx: PlayContext; readonly repository: Repository; readonly run: Run };

export function ensureWorkflow(repository: Repository, name: string, at: string): Workflow {
  const known = [...repository.workflows.values()].find((one) => one.name === name);
  if (known !== undefined) return known;
  const id = takeSmallId(repository);
  const path = `.github/workflows/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.yml`;
  const nodeId = makeNodeId({ prefix: "W", repositoryId: repository.id, key: id });
  const workflow: Workflow = { id, nodeId, name, path, state: "active", createdAt: at, updatedAt: at };
  repository.workflows.set(id, workflow);
  return workflow;
}

function addAttempt(
  of: OfRun,
  input: { readonly by: Account; readonly at: string; readonly jobs: readonly string[] },
): void {
  const { repository, run } = of;
  const number = run.attempts.size === 0 ? 1 : Math.max(...run.attempts.keys()) + 1;
  const jobs = input.jobs.map((name): Job => {
    const id = takeId(repository);
    return {
      id,
      nodeId: makeNodeId({ prefix: "CR", repositoryId: repository.id, key: id }),
      name,
      status: "queued",
      conclusion: null,
      createdAt: input.at,
      startedAt: input.at,
      completedAt: null,
      labels: ["ubuntu-latest"],
      runnerId: null,
      runnerName: null,
      runnerGroupName: null,
      steps: [],
    };
  });
  const attempt: RunAttempt = {
    number,
    status: "queued",
    conclusion: null,
    startedAt: input.at,
    updatedAt: input.at,
    actor: input.by,
    jobs,
  };
  run.attempts.set(number, attempt);
  repository.version += 1;
  announceRun(of, attempt, "requested");
  for (const job of jobs) announceJob(of, { attempt, job, action: "queued" });
}

function findRun(ctx: PlayContext, on: OnRun) {
  const repository = getRepository(ctx.world, on.repository);
  const run = repository.runs.get(on.id);
  const attempt = run?.attempts.get(Math.max(...run.attempts.keys()));
  if (run === undefined || attempt === undefined) {
    throw new AppError("not_found", `The replica has no run ${on.id} in ${on.repository}`);
  }
  return { ctx, repository, run, attempt };
}

function moveRun(
  ctx: PlayContext,
  on: OnRun,
  to: { readonly status: RunStatus; readonly conclusion: Conclusion | null },
): void {
  const of = findRun(ctx, on);
  const { attempt } = of;
  const at = nowIn(ctx.world);
  for (const job of attempt.jobs) {
    if (job.status === "queued")
      Object.assign(job, {
        startedAt: at,
        runnerId: 1,
        runnerName: "GitHub Actions 1",
        runnerGroupName: "GitHub Actions",
      });
    job.status = to.status;
    job.conclusion = to.conclusion;
    if (to.status === "completed") {
      job.completedAt = at;
      job.steps = [
        {
          number: 1,
          name: "Set up job",
          status: "completed",
          conclusion: to.conclusion,
          startedAt: job.startedAt,
          completedAt: at,
        },
      ];
    }
    announceJob(of, { attempt, job, action: to.status === "completed" ? "completed" : "in_progress" });
  }
  Object.assign(attempt, { status: to.status, conclusion: to.conclusion, updatedAt: at });
  of.repository.version += 1;
  announceRun(of, attempt, to.status === "completed" ? "completed" : "in_progress");
}

function announceRun({ ctx, repository, run }: OfRun, attempt: RunAttempt, action: string): void {
  const sender = attempt.actor ?? repository.owner;
  const payload = {
    action,
    workflow_run: renderRun(ctx.urls(), repository, { run, attempt }),
    workflow: renderWorkflow(ctx.urls(), repository, run.workflow),
  };
  ctx.announce({ event: "workflow_run", action, repository, organisation: null, sender, payload });
}

function announceJob({ ctx, repository, run }: OfRun, input: { attempt: RunAttempt; job: Job; action: string }): void {
  const { attempt, job, action } = input;
  const sender = attempt.actor ?? repository.owner;
  const payload = { action, workflow_job: renderJob(ctx.urls(), repository, { run, attempt, job }) };
  ctx.announce({ event: "workflow_job", action, repository, organisation: null, sender, payload });
}
