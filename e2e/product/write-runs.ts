import { createHash } from "node:crypto";

import type { DeliveryHistory } from "@pulse/github-replica";

type Lists = { readonly runs: readonly object[]; readonly jobs: readonly object[] };

const workflowIds: Readonly<Record<string, number>> = { CI: 71, "End to end": 72 };

/** Invented runs as GitHub's REST API lists them, with their jobs and steps: what `./pulse import actions` reads. */
export function writeRuns(runs: DeliveryHistory["runs"]): Lists {
  const listed = runs.map((run, index) => ({ run, id: 5_000 + index, number: index + 1 }));
  return {
    runs: listed.flatMap(({ run, id, number }) =>
      run.attempts.map((attempt, at) => ({
        id,
        run_attempt: at + 1,
        workflow_id: workflowIds[run.workflow] ?? 70,
        run_number: number,
        name: run.workflow,
        event: run.event,
        status: "completed",
        conclusion: attempt.conclusion,
        head_branch: run.event === "pull_request" ? `change-${run.pullNumber}` : "main",
        head_sha: createHash("sha1").update(`${run.event} ${run.pullNumber}`).digest("hex"),
        actor: { login: run.actor.login, id: null, type: "User" },
        created_at: run.createdAt.toISOString(),
        run_started_at: attempt.startedAt.toISOString(),
        updated_at: attempt.completedAt.toISOString(),
      })),
    ),
    jobs: listed.flatMap(({ run, id }) =>
      run.attempts.flatMap((attempt, at) =>
        attempt.jobs.map((job, place) => ({
          id: id * 100 + at * 10 + place,
          run_id: id,
          run_attempt: at + 1,
          workflow_name: run.workflow,
          name: job.name,
          status: "completed",
          conclusion: job.conclusion,
          labels: [job.runner ?? "ubuntu-latest"],
          created_at: job.createdAt.toISOString(),
          started_at: job.startedAt.toISOString(),
          completed_at: job.completedAt.toISOString(),
          steps: job.steps.map((step, position) => ({
            number: position + 1,
            name: step.name,
            status: "completed",
            conclusion: step.conclusion,
            started_at: step.startedAt.toISOString(),
            completed_at: step.completedAt.toISOString(),
          })),
        })),
      ),
    ),
  };
}
