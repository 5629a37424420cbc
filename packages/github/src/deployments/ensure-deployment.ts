import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { GitHubClient } from "../client/github-client.ts";

export type NewDeployment = {
  readonly repository: string;
  readonly sha: string;
  readonly environment: string;
  /** Our own number of it, by which a deployment that was made already is known again. */
  readonly runId: number;
  readonly description: string;
};

const deploymentShape = z.object({ id: z.int(), payload: z.unknown().optional() });
const payloadShape = z.object({ pulse_run: z.int() });

/** GitHub's deployment of a run, made unless it is there: asking twice makes one. */
export async function ensureDeployment(client: GitHubClient, input: NewDeployment): Promise<number> {
  const { repository, sha, environment, runId, description } = input;
  const path = `/repos/${repository}/deployments`;
  const listed = await client.get(path, { query: { sha, environment, per_page: 100 } });
  const known = z.array(deploymentShape).safeParse(listed.isNotModified ? [] : listed.data);
  const ours = (known.data ?? []).find(({ payload }) => payloadShape.safeParse(payload).data?.pulse_run === runId);
  if (ours !== undefined) return ours.id;
  const body = {
    ref: sha,
    environment,
    description,
    task: "deploy",
    // Whether checks have passed was looked at by whoever deploys; nothing is merged for it.
    auto_merge: false,
    required_contexts: [],
    payload: { pulse_run: runId },
  };
  const made = deploymentShape.safeParse((await client.post(path, body)).data);
  if (made.success) return made.data.id;
  throw new AppError("unavailable", `GitHub took the deployment of ${repository} and did not say its number`);
}
