import { AppError } from "@pulse/kit";
import type { z } from "zod";

import type { GitHubClient, RestAnswer } from "../client/github-client.ts";
import { issueShape, pullShape } from "../sync/rest/item-shapes.ts";
import { runShape } from "../sync/rest/run-shape.ts";

/** One page of a list, as GitHub has it now. */
export type LivePage<Row> = {
  readonly rows: readonly Row[];
  /** What the query of the next page has besides, in GitHub's own words, which are not always numbers; null after the last. */
  readonly next: Readonly<Record<string, string>> | null;
};

export type LiveIssue = z.output<typeof issueShape>;
export type LivePull = z.output<typeof pullShape>;
export type LiveRun = z.output<typeof runShape>;

type Asked = {
  /** As GitHub writes it: `owner/name`. */
  readonly repository: string;
  readonly query: Readonly<Record<string, string | number>>;
  readonly signal?: AbortSignal | undefined;
};

/** Throws what the client throws; and `unavailable` for an answer that is none of GitHub's. */
export async function listLiveIssues(client: GitHubClient, asked: Asked): Promise<LivePage<LiveIssue>> {
  const answer = await read(client, { ...asked, path: "issues" });
  const { rows, next } = pageOf(answer, issueShape.array());
  // GitHub lists pull requests among issues.
  return { rows: rows.filter((row) => row.pull_request === undefined), next };
}

/** As `listLiveIssues`. */
export async function listLivePulls(client: GitHubClient, asked: Asked): Promise<LivePage<LivePull>> {
  return pageOf(await read(client, { ...asked, path: "pulls" }), pullShape.array());
}

/** As `listLiveIssues`; of one workflow when its id or file is given. */
export async function listLiveRuns(
  client: GitHubClient,
  asked: Asked & { readonly workflow: string | null },
): Promise<LivePage<LiveRun>> {
  const { workflow } = asked;
  const path = workflow === null ? "actions/runs" : `actions/workflows/${encodeURIComponent(workflow)}/runs`;
  const answer = await read(client, { ...asked, path });
  const { data } = answer;
  const runs = typeof data === "object" && data !== null && "workflow_runs" in data ? data.workflow_runs : null;
  return pageOf({ ...answer, data: runs }, runShape.array());
}

async function read(client: GitHubClient, asked: Asked & { readonly path: string }): Promise<RestAnswer> {
  const { repository, path, query, signal } = asked;
  const answer = await client.get(`/repos/${repository}/${path}`, {
    query,
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.isNotModified) throw new Error("nothing conditional was asked");
  return answer;
}

function pageOf<Row>(answer: RestAnswer, schema: z.ZodType<Row[]>): LivePage<Row> {
  const parsed = schema.safeParse(answer.data);
  if (parsed.success) return { rows: parsed.data, next: answer.next === null ? null : placeIn(answer.next) };
  throw new AppError("unavailable", "GitHub gave an answer that cannot be read. Try again later", {
    details: { reason: "unreadable" },
    cause: parsed.error,
  });
}

function placeIn(next: string): Readonly<Record<string, string>> {
  const named = [...new URL(next).searchParams].filter(([name]) => /^(page|per_page|after|cursor)$/.test(name));
  return Object.fromEntries(named);
}
