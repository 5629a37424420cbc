/** What issues and pull requests have in common. */
import { z } from "zod";

import { actor, actorFragment } from "./actor.ts";
import { bigId, connectionOf, instant, text } from "./answer-fields.ts";
import type { InnerPart } from "./inner-part.ts";

const comment = z.object({
  id: z.string(),
  fullDatabaseId: bigId,
  author: actor.nullable(),
  authorAssociation: z.string(),
  body: text,
  createdAt: instant,
  updatedAt: instant,
});

export type CommentNode = z.output<typeof comment>;

function commentsPart(on: "Issue" | "PullRequest") {
  return {
    on,
    field: "comments",
    first: 30,
    fields: "id fullDatabaseId author { ...ActorFields } authorAssociation body createdAt updatedAt",
    fragments: [actorFragment],
    node: comment,
  } satisfies InnerPart;
}

export const issueCommentsPart = commentsPart("Issue");
export const pullCommentsPart = commentsPart("PullRequest");

// GitHub allows 100 labels and 10 people on an item: these two lists never have a second page.
export const itemFields = `
  id
  fullDatabaseId
  number
  title
  body
  state
  author { ...ActorFields }
  authorAssociation
  createdAt
  updatedAt
  closedAt
  labels(first: 100) { pageInfo { hasNextPage endCursor } nodes { name } }
  assignees(first: 100) { pageInfo { hasNextPage endCursor } nodes { ...ActorFields } }
  milestone { id number title description state dueOn createdAt closedAt updatedAt }
`;

export const milestone = z.object({
  id: z.string(),
  number: z.int().positive(),
  title: text,
  description: text.nullable(),
  state: z.enum(["OPEN", "CLOSED"]),
  dueOn: instant.nullable(),
  createdAt: instant,
  closedAt: instant.nullable(),
  updatedAt: instant,
});

export type MilestoneNode = z.output<typeof milestone>;

export const itemShape = {
  id: z.string(),
  fullDatabaseId: bigId,
  number: z.int().positive(),
  title: text,
  body: text,
  author: actor.nullable(),
  authorAssociation: z.string(),
  createdAt: instant,
  updatedAt: instant,
  closedAt: instant.nullable(),
  labels: connectionOf(z.object({ name: text })).nullable(),
  assignees: connectionOf(actor),
  milestone: milestone.nullable(),
};
