import { AppError } from "@pulse/kit";

import { createCommitReader, type ToldCommit } from "../create-commit-reader.ts";
import { toAccount } from "./actor.ts";
import { ask } from "./ask.ts";
import { historyQuery, historySchema, type CommitNode } from "./history-query.ts";

/** Commits of the default branch, with their sizes. */
export const commitReader = createCommitReader({
  fingerprintOf: (probe) => `${probe.defaultBranch} ${probe.headSha}`,
  headOf: (ctx) => ctx.probe.headSha,
  readHistory: async (ctx, { head, cursor, pageSize }) => {
    if (head === null) return null;
    const { owner, name, fullName } = ctx.repository;
    const variables = { owner, name, head, first: pageSize, after: cursor };
    const answer = await ask(ctx, { query: historyQuery, variables, schema: historySchema });
    const history = answer.repository?.object?.history;
    if (history === undefined) {
      throw new AppError(
        "unavailable",
        `GitHub no longer has the commit ${head} of ${fullName}. It is read again later`,
        {
          details: { isTooMuch: false, isStaleCursor: true },
        },
      );
    }
    return {
      head,
      commits: history.nodes.map(toToldCommit),
      next: history.pageInfo.hasNextPage ? history.pageInfo.endCursor : null,
      total: history.totalCount ?? null,
    };
  },
});

function toToldCommit(node: CommitNode): ToldCommit {
  const account = node.author?.user ?? null;
  return {
    sha: node.oid,
    parentShas: node.parents.nodes.map((parent) => parent.oid),
    account: account === null ? null : toAccount(account),
    authorName: node.author?.name ?? null,
    authorEmail: node.author?.email ?? null,
    authoredAt: node.authoredDate,
    committedAt: node.committedDate,
    headline: node.messageHeadline,
    additions: node.additions,
    deletions: node.deletions,
    changedFiles: node.changedFilesIfAvailable,
  };
}
