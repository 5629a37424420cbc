/** Changes at GitHub that somebody asked for by name. Each is asked once: what GitHub leaves open is for a person to look at. */
import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { GitHubClient, RestAnswer } from "../client/github-client.ts";
import type { LiveQuestion } from "./ask-live.ts";

type OfItem = LiveQuestion & { readonly number: number };

const commentSchema = z.object({ id: z.int().positive(), html_url: z.url() });
const labelsSchema = z.array(z.object({ name: z.string() }));
const assigneesSchema = z.object({ assignees: z.array(z.object({ login: z.string() })) });
const reviewersSchema = z.object({
  requested_reviewers: z.array(z.object({ login: z.string() })),
  requested_teams: z.array(z.object({ slug: z.string() })),
});

const options = ({ signal }: LiveQuestion) => (signal === undefined ? {} : { signal });

/** On an issue or a pull request. */
export async function createLiveComment(
  client: GitHubClient,
  asked: OfItem & { readonly body: string },
): Promise<{ readonly id: number; readonly url: string }> {
  const { repository, number, body } = asked;
  const answer = await client.post(`/repos/${repository}/issues/${number}/comments`, { body }, options(asked));
  const { id, html_url: url } = taken(answer, commentSchema, `the comment on ${repository}#${number}`);
  return { id, url };
}

type Change = { readonly add: readonly string[]; readonly remove: readonly string[] };

/** Gives the labels that are there afterwards. One that was not there is removed all the same. */
export async function changeLiveLabels(client: GitHubClient, asked: OfItem & Change): Promise<readonly string[]> {
  const { repository, number, add, remove } = asked;
  const path = `/repos/${repository}/issues/${number}/labels`;
  const what = `the labels of ${repository}#${number}`;
  // Adding first, so that an item that does not exist fails before anything is taken away.
  let labels = taken(await client.post(path, { labels: add }, options(asked)), labelsSchema, what);
  for (const name of remove.filter((gone) => labels.some((label) => isSame(label.name, gone)))) {
    const answer = await client.delete(`${path}/${encodeURIComponent(name)}`, undefined, options(asked));
    labels = taken(answer, labelsSchema, what);
  }
  return labels.map(({ name }) => name);
}

/** Gives who is assigned afterwards: GitHub leaves out, and does not refuse, whom the repository cannot have. */
export async function changeLiveAssignees(client: GitHubClient, asked: OfItem & Change): Promise<readonly string[]> {
  const { repository, number, add, remove } = asked;
  const path = `/repos/${repository}/issues/${number}/assignees`;
  const what = `who is assigned to ${repository}#${number}`;
  let answer = await client.post(path, { assignees: add }, options(asked));
  if (remove.length > 0) answer = await client.delete(path, { assignees: remove }, options(asked));
  return taken(answer, assigneesSchema, what).assignees.map(({ login }) => login);
}

/** Gives whose review is asked for afterwards; teams by their slugs. */
export async function requestLiveReviews(
  client: GitHubClient,
  asked: OfItem & { readonly reviewers: readonly string[]; readonly teams: readonly string[] },
): Promise<readonly string[]> {
  const { repository, number, reviewers, teams } = asked;
  const path = `/repos/${repository}/pulls/${number}/requested_reviewers`;
  const answer = await client.post(path, { reviewers, team_reviewers: teams }, options(asked));
  const now = taken(answer, reviewersSchema, `whose review is asked for on ${repository}#${number}`);
  return [...now.requested_reviewers.map(({ login }) => login), ...now.requested_teams.map(({ slug }) => slug)];
}

/** GitHub says nothing of the run that this starts. */
export async function dispatchLiveWorkflow(
  client: GitHubClient,
  asked: LiveQuestion & {
    readonly workflow: string;
    readonly ref: string;
    readonly inputs: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const { repository, workflow, ref, inputs } = asked;
  const path = `/repos/${repository}/actions/workflows/${encodeURIComponent(workflow)}/dispatches`;
  requireTaken(await client.post(path, { ref, inputs }, options(asked)), `workflow ${workflow} of ${repository}`);
}

export async function rerunLiveWorkflow(
  client: GitHubClient,
  asked: LiveQuestion & { readonly runId: number; readonly isFailedOnly: boolean },
): Promise<void> {
  const { repository, runId, isFailedOnly } = asked;
  const verb = isFailedOnly ? "rerun-failed-jobs" : "rerun";
  const answer = await client.post(`/repos/${repository}/actions/runs/${runId}/${verb}`, {}, options(asked));
  requireTaken(answer, `run ${runId} of ${repository}`);
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function taken<T>(answer: RestAnswer, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  throw unreadable(what);
}

/** Where GitHub has nothing to say: no content, or an object of little interest. A page of a proxy is neither. */
function requireTaken({ status, data }: RestAnswer, what: string): void {
  if (status !== 204 && (typeof data !== "object" || data === null)) throw unreadable(what);
}

function unreadable(what: string): AppError {
  return new AppError(
    "unavailable",
    `What GitHub answered to a change of ${what} cannot be read. Look there before asking again`,
    { details: { reason: "unreadable" } },
  );
}
