/**
 * What GitHub shows to somebody without a token: GraphQL is closed to them, and an hour has 60 requests. Issues, pull requests and
 * conversations come in pages of a hundred; reviews and commits of pull requests would cost a request each and are left to a token.
 */
import type { Tx } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { refreshActors } from "../../save/refresh-actors.ts";
import { saveAccounts } from "../../save/save-accounts.ts";
import { saveIssueComments } from "../../save/save-issue-comments.ts";
import { saveIssues } from "../../save/save-issues.ts";
import { saveMilestones } from "../../save/save-milestones.ts";
import { savePullRequests } from "../../save/save-pull-requests.ts";
import type { SaveScope } from "../../save/save-scope.ts";
import type { SyncKind } from "../../save/save-sync-state.ts";
import type { KindReader, PageCounts } from "../kind-reader.ts";
import { commentShape, issueShape, milestonesOf, peopleOf, pullShape, toIssueRow, toPullRow } from "./item-shapes.ts";
import { parseAnswer, parseRows } from "./parse-rows.ts";
import { toAccounts } from "./rest-fields.ts";
import { runReader } from "./run-reader.ts";
import { workflowReader } from "./workflow-reader.ts";

type PublicList<Schema extends z.ZodType<{ readonly updated_at: string }>> = {
  readonly kind: SyncKind;
  /** Behind the repository's own address. */
  readonly path: string;
  readonly schema: Schema;
  readonly save: (tx: Tx, scope: SaveScope, rows: readonly z.output<Schema>[]) => Promise<PageCounts>;
};

const list = z.array(z.unknown());
const perPage = 100;

function createPublicReader<Schema extends z.ZodType<{ readonly updated_at: string }>>(
  of: PublicList<Schema>,
): KindReader {
  const { kind, path, schema } = of;
  return {
    kind,
    covers: [kind],
    phases: ["recent", "backfill", "incremental"],
    pageSize: { first: perPage, most: perPage },
    readPage: async (ctx, input) => {
      const repository = ctx.repository.fullName;
      const first = `/repos/${repository}/${path}sort=updated&direction=desc&per_page=${input.pageSize}`;
      const answer = await ctx.client.get(input.cursor.cursor ?? first, { signal: ctx.signal });
      if (answer.isNotModified)
        return { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };
      const rows = parseRows(ctx, {
        repository,
        kind,
        schema,
        rows: parseAnswer({ repository, kind, schema: list }, answer.data),
      });
      const limit = input.phase === "incremental" ? input.since : input.from;
      const oldest = rows.at(-1);
      const isTooOld = oldest !== undefined && limit !== null && Date.parse(oldest.updated_at) < limit.getTime();
      const next = answer.next === null ? null : { cursor: answer.next, position: {} };
      return {
        save: async (tx, scope) => await of.save(tx, scope, rows),
        next,
        isDone: next === null || isTooOld,
        rows: rows.length,
        total: null,
      };
    },
  };
}

const publicPullRequestReader = createPublicReader({
  kind: "pull_requests",
  path: "pulls?state=all&",
  schema: pullShape,
  save: async (tx, scope, pulls) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(pulls.flatMap(peopleOf)));
    const milestones = await saveMilestones(tx, scope, { rows: milestonesOf(pulls), isComplete: false });
    const references = { accountIds, milestoneIds: milestones.idByNumber };
    const saved = await savePullRequests(tx, scope, {
      rows: pulls.map((pull) => toPullRow(pull, references)),
      hasDetails: true,
    });
    return { pull_requests: saved.counts };
  },
});

const publicIssueReader = createPublicReader({
  kind: "issues",
  path: "issues?state=all&",
  schema: issueShape,
  save: async (tx, scope, items) => {
    const issues = items.filter((item) => item.pull_request === undefined);
    const accountIds = await saveAccounts(tx, scope, toAccounts(issues.flatMap(peopleOf)));
    const milestones = await saveMilestones(tx, scope, { rows: milestonesOf(issues), isComplete: false });
    const references = { accountIds, milestoneIds: milestones.idByNumber };
    const saved = await saveIssues(tx, scope, {
      rows: issues.map((issue) => toIssueRow(issue, references)),
      hasDetails: true,
    });
    return { issues: saved.counts };
  },
});

/** Read after the items that they belong to. */
const publicCommentReader = createPublicReader({
  kind: "issue_comments",
  path: "issues/comments?",
  schema: commentShape,
  save: async (tx, scope, comments) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(comments.map((comment) => comment.user)));
    const numbers = new Set(comments.map(numberOf));
    const items = await findItems(tx, scope, [...numbers]);
    const saved = await saveIssueComments(tx, scope, {
      rows: comments.flatMap((comment) => {
        const parent = items.get(numberOf(comment));
        if (parent === undefined) return [];
        return [
          {
            issueId: parent.issueId,
            pullRequestId: parent.pullRequestId,
            githubId: comment.id,
            nodeId: comment.node_id,
            authorId: accountIds(comment.user?.login ?? null),
            authorAssociation: comment.author_association,
            body: comment.body,
            createdAt: comment.created_at,
            updatedAt: comment.updated_at,
          },
        ];
      }),
      complete: { issueIds: [], pullRequestIds: [] },
    });
    await refreshActors(tx, scope, { issueIds: saved.touchedIssueIds, pullRequestIds: saved.touchedPullRequestIds });
    return { issue_comments: saved.counts };
  },
});

type Parent = { readonly issueId: number | null; readonly pullRequestId: number | null };

/** Comments of items that are older than what is read have no place. */
async function findItems(tx: Tx, scope: SaveScope, numbers: readonly number[]): Promise<ReadonlyMap<number, Parent>> {
  const found = await sql<Parent & { number: number }>`
    select number, id as issue_id, null::bigint as pull_request_id
    from pulse.issues
    where repository_id = ${scope.repositoryId}
      and number = any(${numbers}::integer[])
    union all
    select number, null, id
    from pulse.pull_requests
    where repository_id = ${scope.repositoryId}
      and number = any(${numbers}::integer[])
  `.execute(tx);
  return new Map(found.rows.map(({ number, ...parent }) => [number, parent]));
}

function numberOf(comment: z.output<typeof commentShape>): number {
  return Number(comment.issue_url.split("/").at(-1));
}

export const publicReaders: readonly KindReader[] = [
  publicPullRequestReader,
  publicIssueReader,
  publicCommentReader,
  workflowReader,
  runReader,
];
