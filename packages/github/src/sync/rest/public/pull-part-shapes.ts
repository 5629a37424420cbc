/** Reviews, inline comments, commits and files as REST's lists of one pull request give them. */
import { z } from "zod";

import { reviewStates } from "../../../save/review-states.ts";
import { id, instant, optionalInstant, optionalText, text, user } from "../rest-fields.ts";

export const reviewShape = z.object({
  id,
  node_id: z.string().min(1),
  user,
  author_association: optionalText,
  body: optionalText,
  state: z
    .enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"])
    .transform((state) => reviewStates[state]),
  commit_id: optionalText,
  /** One that is still being written has none, and is shown to its author alone. */
  submitted_at: optionalInstant,
  /** Answers of most years have none. */
  updated_at: optionalInstant,
});

export const inlineCommentShape = z.object({
  id,
  node_id: optionalText,
  pull_request_review_id: id.nullish(),
  user,
  author_association: optionalText,
  path: optionalText,
  original_position: z.int().nullish(),
  body: optionalText,
  created_at: instant,
  updated_at: instant,
});

const signature = z.object({ name: optionalText, email: optionalText, date: instant }).nullish();

/** Of a pull request or of a branch: neither list tells sizes. */
export const commitShape = z
  .object({
    sha: z.string().min(40),
    commit: z.object({ author: signature, committer: signature, message: text }),
    /** GitHub answers with an empty object where it knows the address but not the account. */
    author: z.union([user, z.object({}).transform(() => null)]).nullish(),
    parents: z.array(z.object({ sha: z.string() })).default([]),
  })
  .transform(({ sha, commit, author, parents }) => {
    const at = commit.author?.date ?? commit.committer?.date ?? null;
    return {
      sha,
      parentShas: parents.map((parent) => parent.sha),
      account: author ?? null,
      authorName: commit.author?.name ?? null,
      authorEmail: commit.author?.email ?? null,
      authoredAt: at ?? "1970-01-01T00:00:00Z",
      committedAt: commit.committer?.date ?? at ?? "1970-01-01T00:00:00Z",
      headline: commit.message.split("\n", 1)[0] ?? "",
    };
  });

export const fileShape = z.object({
  filename: z.string().min(1),
  status: z.enum(["added", "removed", "modified", "renamed", "copied", "changed", "unchanged"]),
  additions: z.int().nonnegative(),
  deletions: z.int().nonnegative(),
});
