import { z } from "zod";

import { actorFragment } from "./actor.ts";
import { connectionOf, pageInfoFields } from "./answer-fields.ts";
import { partSchema, selectPart, withFragments } from "./inner-part.ts";
import { issueCommentsPart, itemFields, itemShape } from "./item-parts.ts";
import { issueTimelinePart } from "./timeline-part.ts";

const issueNode = z.object({
  ...itemShape,
  state: z.enum(["OPEN", "CLOSED"]),
  stateReason: z.string().nullable(),
  comments: partSchema(issueCommentsPart),
  timelineItems: partSchema(issueTimelinePart),
});

export type IssueNode = z.output<typeof issueNode>;

export const issuesQuery = withFragments(
  `query Issues($owner: String!, $name: String!, $first: Int!, $after: String, $order: IssueOrder!, $states: [IssueState!]) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    items: issues(first: $first, after: $after, orderBy: $order, states: $states) {
      totalCount
      ${pageInfoFields}
      nodes {
        ${itemFields}
        stateReason(enableDuplicate: true)
        ${selectPart(issueCommentsPart)}
        ${selectPart(issueTimelinePart)}
      }
    }
  }
}`,
  [actorFragment],
);

export const issuesSchema = z.object({ repository: z.object({ items: connectionOf(issueNode) }).nullable() });
