import { z } from "zod";

import { actor, actorFragment } from "./actor.ts";
import { bigId, connectionOf, count, instant, pageInfoFields, sha, text } from "./answer-fields.ts";
import { partSchema, selectPart, withFragments, type InnerPart } from "./inner-part.ts";
import { itemFields, itemShape, pullCommentsPart } from "./item-parts.ts";
import { pullTimelinePart } from "./timeline-part.ts";

export const reviewCommentsPart = {
  on: "PullRequestReview",
  field: "comments",
  first: 10,
  fields:
    "id fullDatabaseId author { ...ActorFields } authorAssociation body path originalPosition createdAt updatedAt",
  fragments: [actorFragment],
  node: z.object({
    id: z.string(),
    fullDatabaseId: bigId,
    author: actor.nullable(),
    authorAssociation: z.string(),
    body: text,
    path: text,
    // Declared as never null, and gone from answers now and then: GitHub is phasing it out.
    originalPosition: z.int().nullish(),
    createdAt: instant,
    updatedAt: instant,
  }),
} satisfies InnerPart;

export const reviewsPart = {
  on: "PullRequest",
  field: "reviews",
  first: 20,
  fields: `id fullDatabaseId author { ...ActorFields } authorAssociation state body commit { oid } createdAt submittedAt updatedAt ${selectPart(reviewCommentsPart)}`,
  fragments: [actorFragment],
  node: z.object({
    id: z.string(),
    fullDatabaseId: bigId,
    author: actor.nullable(),
    authorAssociation: z.string(),
    state: z.enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]),
    body: text,
    commit: z.object({ oid: z.string() }).nullable(),
    createdAt: instant,
    submittedAt: instant.nullable(),
    updatedAt: instant,
    comments: partSchema(reviewCommentsPart),
  }),
} satisfies InnerPart;

export type ReviewNode = z.output<typeof reviewsPart.node>;
export type ReviewCommentNode = z.output<typeof reviewCommentsPart.node>;

export const pullCommitsPart = {
  on: "PullRequest",
  field: "commits",
  first: 30,
  fields: "commit { oid authoredDate committedDate author { user { ...ActorFields } } }",
  fragments: [actorFragment],
  node: z.object({
    commit: z.object({
      oid: sha,
      authoredDate: instant,
      committedDate: instant,
      author: z.object({ user: actor.nullable() }).nullable(),
    }),
  }),
} satisfies InnerPart;

export const pullFilesPart = {
  on: "PullRequest",
  field: "files",
  first: 30,
  fields: "path changeType additions deletions",
  fragments: [],
  node: z.object({
    path: text,
    changeType: z.enum(["ADDED", "CHANGED", "COPIED", "DELETED", "MODIFIED", "RENAMED"]),
    additions: count,
    deletions: count,
  }),
} satisfies InnerPart;

const pullNode = z.object({
  ...itemShape,
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  isDraft: z.boolean(),
  baseRefName: text,
  baseRefOid: sha.nullable(),
  headRefName: text,
  headRefOid: sha.nullable(),
  headRepository: z.object({ nameWithOwner: z.string() }).nullable(),
  mergedAt: instant.nullable(),
  mergedBy: actor.nullable(),
  mergeCommit: z.object({ oid: sha }).nullable(),
  additions: count,
  deletions: count,
  changedFiles: count,
  comments: partSchema(pullCommentsPart),
  reviews: partSchema(reviewsPart).nullable(),
  commits: partSchema(pullCommitsPart),
  // GitHub gives up on the files of a difference that is too large.
  files: partSchema(pullFilesPart).nullable(),
  timelineItems: partSchema(pullTimelinePart),
});

export type PullNode = z.output<typeof pullNode>;

export const pullsQuery = withFragments(
  `query PullRequests($owner: String!, $name: String!, $first: Int!, $after: String, $order: IssueOrder!, $states: [PullRequestState!]) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    items: pullRequests(first: $first, after: $after, orderBy: $order, states: $states) {
      totalCount
      ${pageInfoFields}
      nodes {
        ${itemFields}
        isDraft
        baseRefName
        baseRefOid
        headRefName
        headRefOid
        headRepository { nameWithOwner }
        mergedAt
        mergedBy { ...ActorFields }
        mergeCommit { oid }
        additions
        deletions
        changedFiles
        ${selectPart(pullCommentsPart)}
        ${selectPart(reviewsPart)}
        ${selectPart(pullCommitsPart)}
        ${selectPart(pullFilesPart)}
        ${selectPart(pullTimelinePart)}
      }
    }
  }
}`,
  [actorFragment],
);

export const pullsSchema = z.object({ repository: z.object({ items: connectionOf(pullNode) }).nullable() });
