/** Reviews, commits and files of pull requests: a request or two for each pull request, so they come after everything that comes in hundreds. */
import type { Tx } from "@pulse/db";
import { sql } from "kysely";
import type { z } from "zod";

import { saveAccounts } from "../../../save/save-accounts.ts";
import { savePullRequestCommits } from "../../../save/save-pull-request-commits.ts";
import { savePullRequestFiles } from "../../../save/save-pull-request-files.ts";
import type { SaveScope } from "../../../save/save-scope.ts";
import { toAccounts } from "../rest-fields.ts";
import { createPartReader, readPartList } from "./create-part-reader.ts";
import { findNextPull } from "./find-next-pull.ts";
import { commitShape, fileShape, inlineCommentShape, reviewShape } from "./pull-part-shapes.ts";
import { savePullReviews } from "./save-pull-reviews.ts";

/** Reviews with their inline comments; where nobody reviewed there are none to ask for. */
export const publicReviewReader = createPartReader({
  kind: "reviews",
  covers: ["reviews", "review_comments"],
  findNext: findNextPull,
  read: async (ctx, { number }) => {
    const reviews = await readPartList(ctx, { kind: "reviews", path: `pulls/${number}/reviews`, schema: reviewShape });
    const comments =
      reviews.length === 0
        ? []
        : await readPartList(ctx, {
            kind: "review_comments",
            path: `pulls/${number}/comments`,
            schema: inlineCommentShape,
          });
    return { reviews, comments };
  },
  save: async (tx, scope, { place, found }) => await savePullReviews(tx, scope, { pullRequestId: place.id, ...found }),
});

export const publicPullCommitReader = createPartReader({
  kind: "pull_request_commits",
  covers: ["pull_request_commits"],
  findNext: findNextPull,
  read: async (ctx, { number }) =>
    await readPartList(ctx, { kind: "pull_request_commits", path: `pulls/${number}/commits`, schema: commitShape }),
  save: async (tx, scope, { place, found }) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(found.map((commit) => commit.account)));
    const bySha = new Map(found.map((commit) => [commit.sha, commit]));
    const counts = await savePullRequestCommits(tx, scope, {
      rows: [...bySha.values()].map(({ sha, account, authoredAt, committedAt }, ordinal) => ({
        pullRequestId: place.id,
        sha,
        ordinal,
        authorId: accountIds(account?.login ?? null),
        authoredAt,
        committedAt,
      })),
      completePullRequestIds: [place.id],
    });
    return { pull_request_commits: counts };
  },
});

export const publicFileReader = createPartReader({
  kind: "pull_request_files",
  covers: ["pull_request_files"],
  findNext: findNextPull,
  read: async (ctx, { number }) =>
    await readPartList(ctx, { kind: "pull_request_files", path: `pulls/${number}/files`, schema: fileShape }),
  save: async (tx, scope, { place, found }) => {
    const files = [...new Map(found.map((file) => [file.filename, file])).values()];
    await saveSize(tx, scope, { pullRequestId: place.id, files });
    const counts = await savePullRequestFiles(tx, scope, {
      rows: files.map(({ filename, status, additions, deletions }) => ({
        pullRequestId: place.id,
        path: filename,
        change: status,
        additions,
        deletions,
      })),
      completePullRequestIds: [place.id],
    });
    return { pull_request_files: counts };
  },
});

// GitHub lists no more files than these: the sum of a larger change would be too small.
const mostFiles = 3000;

/** Lists of pull requests do not tell how large they are; their files do. */
async function saveSize(
  tx: Tx,
  scope: SaveScope,
  { pullRequestId, files }: { readonly pullRequestId: number; readonly files: readonly z.output<typeof fileShape>[] },
): Promise<void> {
  if (files.length >= mostFiles) return;
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  await sql`
    update pulse.pull_requests
    set additions = ${additions},
      deletions = ${deletions},
      changed_files = ${files.length}
    where repository_id = ${scope.repositoryId}
      and id = ${pullRequestId}
      and (additions, deletions, changed_files) is distinct from (${additions}, ${deletions}, ${files.length})
  `.execute(tx);
}
