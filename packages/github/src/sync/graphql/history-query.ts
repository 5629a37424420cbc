import { z } from "zod";

import { actor, actorFragment } from "./actor.ts";
import { connectionOf, count, instant, pageInfoFields, sha, text } from "./answer-fields.ts";
import { withFragments } from "./inner-part.ts";

/** From one commit on, so that pages stay where they are while people push. */
export const historyQuery = withFragments(
  `query History($owner: String!, $name: String!, $head: GitObjectID!, $first: Int!, $after: String) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    object(oid: $head) {
      __typename
      ... on Commit {
        history(first: $first, after: $after) {
          totalCount
          ${pageInfoFields}
          nodes {
            oid
            messageHeadline
            authoredDate
            committedDate
            additions
            deletions
            changedFilesIfAvailable
            parents(first: 100) { nodes { oid } }
            author { name email user { ...ActorFields } }
          }
        }
      }
    }
  }
}`,
  [actorFragment],
);

const commitNode = z.object({
  oid: sha,
  messageHeadline: text,
  authoredDate: instant,
  committedDate: instant,
  additions: count,
  deletions: count,
  changedFilesIfAvailable: count.nullable(),
  parents: z.object({ nodes: z.array(z.object({ oid: sha })) }),
  author: z.object({ name: text.nullable(), email: text.nullable(), user: actor.nullable() }).nullable(),
});

export type CommitNode = z.output<typeof commitNode>;

export const historySchema = z.object({
  repository: z.object({ object: z.object({ history: connectionOf(commitNode).optional() }).nullable() }).nullable(),
});
