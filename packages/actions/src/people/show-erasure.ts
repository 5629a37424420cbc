import { withService, type Tx } from "@pulse/db";
import { findErasable, type Erasable } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

export const personName = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(255)
  .describe("the login, or the address of commits of whoever has no account");

type Counts = {
  readonly issues: number;
  readonly pullRequests: number;
  readonly comments: number;
  readonly reviews: number;
  readonly commits: number;
};

/** What erasing somebody would do, in whole sentences to be read before. */
export type Erasure = Counts & {
  readonly person: string;
  /** What stands for them afterwards. */
  readonly ghost: string;
  readonly consequences: readonly string[];
};

/** Says what erasing a person would do. Changes nothing. */
export const showErasure = defineAction({
  name: "show_erasure",
  summary: "Say what erasing a person from the workspace would do, before it is done",
  scope: "admin",
  changes: false,
  input: z.object({ person: personName }),
  run: async (ctx, { person }): Promise<Erasure> =>
    await withService(ctx.db, async (tx) => {
      const erasable = await getErasable(tx, { workspaceId: ctx.actor.workspaceId, name: person });
      const counts = await countTraces(tx, erasable);
      return { person: erasable.name, ghost: erasable.ghost, ...counts, consequences: tell(erasable, counts) };
    }),
});

/** Throws `not_found` when nobody here is called so, and when they are erased already: nobody can tell the two apart. */
export async function getErasable(
  tx: Tx,
  input: { readonly workspaceId: number; readonly name: string },
): Promise<Erasable> {
  const found = await findErasable(tx, input);
  if (found !== null) return found;
  throw new AppError(
    "not_found",
    "Nobody of this login, and no commit of this address, is known in this workspace. Whoever was erased before is a ghost already",
  );
}

async function countTraces(tx: Tx, { workspaceId, accountId, emails }: Erasable): Promise<Counts> {
  const counted = await sql<Counts>`
    select
      (select count(*) from pulse.issues where workspace_id = ${workspaceId} and author_id = ${accountId}) as issues,
      (select count(*) from pulse.pull_requests where workspace_id = ${workspaceId} and author_id = ${accountId}) as pull_requests,
      (select count(*) from pulse.issue_comments where workspace_id = ${workspaceId} and author_id = ${accountId})
        + (select count(*) from pulse.review_comments where workspace_id = ${workspaceId} and author_id = ${accountId}) as comments,
      (select count(*) from pulse.reviews where workspace_id = ${workspaceId} and author_id = ${accountId}) as reviews,
      (
        select count(*)
        from pulse.commits
        where workspace_id = ${workspaceId}
          and (author_id = ${accountId} or author_id is null and lower(author_email) = any(${emails}::text[]))
      ) as commits
  `.execute(tx);
  const [counts] = counted.rows;
  if (counts === undefined) throw new Error("counting told nothing");
  return counts;
}

function tell({ name, ghost }: Erasable, counts: Counts): readonly string[] {
  const { issues, pullRequests, comments, reviews, commits } = counts;
  const many = (n: number, what: string): string => `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;
  return [
    `${name} becomes ${ghost} wherever the login, name, picture or address of their commits stands.`,
    `The texts they wrote go: titles and texts of ${many(issues, "issue")} and ${many(pullRequests, "pull request")}, ${many(comments, "comment")}, ${many(reviews, "review")}, first lines of ${many(commits, "commit")}, names of their branches and releases.`,
    "Every number stays as it is; by author it is the ghost's.",
    "What is read from GitHub later, or imported again, is the ghost's as well.",
    "The log of changes, open invitations and stored deliveries forget the login. Deliveries that still wait keep it until they go.",
    "Stays: what others wrote about them, names of repositories under their account, and everything on GitHub itself.",
    "It cannot be taken back.",
  ];
}
