/** Lists of a repository as GitHub has them now. They throw what the client throws, and `unavailable` for an answer that is none of GitHub's. */
import { z } from "zod";

import type { GitHubClient } from "../client/github-client.ts";
import { commentShape, issueShape, pullShape } from "../sync/rest/item-shapes.ts";
import { jobShape } from "../sync/rest/job-shape.ts";
import { fileShape, reviewShape } from "../sync/rest/public/pull-part-shapes.ts";
import { runShape } from "../sync/rest/run-shape.ts";
import { askLive, pageOf, parseLive, type LivePage, type LiveQuestion } from "./ask-live.ts";

export type LiveIssue = z.output<typeof issueShape>;
export type LivePull = z.output<typeof pullShape>;
export type LiveRun = z.output<typeof runShape>;
export type LiveJob = z.output<typeof jobShape>;
export type LiveComment = z.output<typeof commentShape>;
export type LiveFile = z.output<typeof fileShape>;

type Listed = LiveQuestion & { readonly query: Readonly<Record<string, string | number>> };
type OfItem = Listed & { readonly number: number };

export async function listLiveIssues(client: GitHubClient, asked: Listed): Promise<LivePage<LiveIssue>> {
  const { rows, next } = pageOf(await askLive(client, { ...asked, path: "issues" }), issueShape.array());
  // GitHub lists pull requests among issues.
  return { rows: rows.filter((row) => row.pull_request === undefined), next };
}

export async function listLivePulls(client: GitHubClient, asked: Listed): Promise<LivePage<LivePull>> {
  return pageOf(await askLive(client, { ...asked, path: "pulls" }), pullShape.array());
}

/** Of one workflow when its id or file is given. */
export async function listLiveRuns(
  client: GitHubClient,
  asked: Listed & { readonly workflow: string | null },
): Promise<LivePage<LiveRun>> {
  const { workflow } = asked;
  const path = workflow === null ? "actions/runs" : `actions/workflows/${encodeURIComponent(workflow)}/runs`;
  const answer = await askLive(client, { ...asked, path });
  const { workflow_runs: data } = parseLive(answer.data, z.object({ workflow_runs: z.unknown() }));
  return pageOf({ data, next: answer.next }, runShape.array());
}

/** Of the run's newest attempt. */
export async function listLiveJobs(
  client: GitHubClient,
  asked: Listed & { readonly runId: number },
): Promise<LivePage<LiveJob>> {
  const answer = await askLive(client, { ...asked, path: `actions/runs/${asked.runId}/jobs` });
  const { jobs: data } = parseLive(answer.data, z.object({ jobs: z.unknown() }));
  return pageOf({ data, next: answer.next }, jobShape.array());
}

/** Oldest first. */
export async function listLiveComments(client: GitHubClient, asked: OfItem): Promise<LivePage<LiveComment>> {
  return pageOf(await askLive(client, { ...asked, path: `issues/${asked.number}/comments` }), commentShape.array());
}

/** Oldest first. */
export async function listLiveReviews(
  client: GitHubClient,
  asked: OfItem,
): Promise<LivePage<z.output<typeof reviewShape>>> {
  return pageOf(await askLive(client, { ...asked, path: `pulls/${asked.number}/reviews` }), reviewShape.array());
}

export async function listLiveFiles(client: GitHubClient, asked: OfItem): Promise<LivePage<LiveFile>> {
  return pageOf(await askLive(client, { ...asked, path: `pulls/${asked.number}/files` }), fileShape.array());
}

const oneIssue = issueShape.extend({ comments: z.int().nonnegative().default(0) });
const onePull = pullShape.extend({
  comments: z.int().nonnegative().default(0),
  additions: z.int().nonnegative().nullish(),
  deletions: z.int().nonnegative().nullish(),
  changed_files: z.int().nonnegative().nullish(),
});

/** Null for the number of a pull request, which GitHub gives as an issue too. */
export async function findLiveIssue(
  client: GitHubClient,
  asked: LiveQuestion & { readonly number: number },
): Promise<z.output<typeof oneIssue> | null> {
  const issue = parseLive((await askLive(client, { ...asked, path: `issues/${asked.number}` })).data, oneIssue);
  return issue.pull_request === undefined ? issue : null;
}

export async function getLivePull(
  client: GitHubClient,
  asked: LiveQuestion & { readonly number: number },
): Promise<z.output<typeof onePull>> {
  return parseLive((await askLive(client, { ...asked, path: `pulls/${asked.number}` })).data, onePull);
}

const found = z.object({ total_count: z.int().nonnegative(), items: z.unknown() });
const foundItem = issueShape.extend({ repository_url: z.string() });

/**
 * Issues and pull requests whose text has these words, last changed first. Words are sent as words: nothing in them is taken for one of
 * GitHub's qualifiers, which would lead out of the repository.
 */
export async function searchLiveIssues(
  client: GitHubClient,
  asked: Listed & {
    readonly words: readonly string[];
    readonly kind: "issue" | "pr";
    readonly state: "open" | "closed" | null;
  },
): Promise<LivePage<LiveIssue>> {
  const { repository, words, kind, state, query, signal } = asked;
  const quoted = words.map((word) => `"${word.replaceAll(/["\\]/g, " ").trim()}"`);
  const q = [...quoted, `repo:${repository}`, `is:${kind}`, ...(state === null ? [] : [`state:${state}`])].join(" ");
  const answer = await client.get("/search/issues", {
    query: { q, sort: "updated", order: "desc", ...query },
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.isNotModified) throw new Error("nothing conditional was asked");
  const { items: data } = parseLive(answer.data, found);
  const { rows, next } = pageOf({ data, next: answer.next }, foundItem.array());
  const isHere = ({ repository_url: url }: { readonly repository_url: string }) =>
    url.toLowerCase().endsWith(`/repos/${repository.toLowerCase()}`);
  return { rows: rows.filter(isHere), next };
}
