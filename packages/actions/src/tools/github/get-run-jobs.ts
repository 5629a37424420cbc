import { listLiveJobs, type LiveJob } from "@pulse/github";
import { z } from "zod";

import { defineTool } from "../tool.ts";
import { failedConclusions } from "./failed-conclusions.ts";
import { findRepository } from "./find-repository.ts";
import { readStoredJobs } from "./read-stored-jobs.ts";
import { readThrough } from "./read-through.ts";
import { githubId, readsGitHub, repositoryShape, secondsBetween, sourceShape } from "./shapes.ts";

const jobRow = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  run_attempt: z.number(),
  started_at: z.string().nullable(),
  duration_s: z.number().nullable(),
  failed_steps: z.array(z.string()),
});

export type JobRow = z.output<typeof jobRow>;

const input = {
  ...repositoryShape,
  run_id: githubId,
  name_contains: z.string().max(200).optional(),
  failed_only: z.boolean().default(false),
};

export const githubGetRunJobs = defineTool({
  name: "github_get_run_jobs",
  title: "Jobs of a run",
  description:
    "Jobs of the newest attempt of a workflow run, with the steps that failed. github_get_job_log reads why.",
  set: "actions",
  scope: "read",
  hints: readsGitHub,
  isForeignText: true,
  isPaged: true,
  input,
  output: { repository: z.string(), ...sourceShape, items: z.array(jobRow) },
  run: async (ctx, asked) => {
    const repository = await findRepository(ctx, { ...asked, kinds: ["workflow_runs", "workflow_jobs"] });
    const { run_id: runId, name_contains: part = null, failed_only: isFailedOnly } = asked;
    const { rows, ...read } = await readThrough(ctx, repository, {
      what: `run ${runId}`,
      fromMirror: async (after, limit) =>
        await readStoredJobs(ctx, { repositoryId: repository.id, runId, part, isFailedOnly, after, limit }),
      fromGitHub: async (client, query) => {
        const live = await listLiveJobs(client, { repository: repository.fullName, runId, query, signal: ctx.signal });
        // GitHub filters by nothing of this.
        const wanted = live.rows
          .map(fromLive)
          .filter(
            (job) =>
              (part === null || job.name.toLowerCase().includes(part.toLowerCase())) &&
              (!isFailedOnly || hasFailed(job.conclusion)),
          );
        return { ...live, rows: wanted };
      },
    });
    return { repository: repository.fullName, ...read, items: rows };
  },
});

function hasFailed(conclusion: string | null): boolean {
  return conclusion !== null && failedConclusions.includes(conclusion);
}

function fromLive(job: LiveJob): JobRow {
  const { id, name, status, conclusion, started_at, completed_at } = job;
  return {
    id,
    name,
    status,
    conclusion,
    run_attempt: job.run_attempt ?? 1,
    started_at,
    duration_s:
      started_at === null || completed_at === null
        ? null
        : secondsBetween(new Date(started_at), new Date(completed_at)),
    failed_steps: (job.steps ?? []).filter((step) => hasFailed(step.conclusion)).map((step) => step.name),
  };
}
