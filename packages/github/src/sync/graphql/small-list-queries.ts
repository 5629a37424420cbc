/** Lists that are small enough to be read as a whole whenever the probe says that they changed. */
import { z } from "zod";

import { actor, actorFragment } from "./actor.ts";
import { connectionOf, instant, pageInfoFields, sha, text } from "./answer-fields.ts";
import { partSchema, selectPart, withFragments, type InnerPart } from "./inner-part.ts";
import { milestone } from "./item-parts.ts";

function listQuery(title: string, list: string, fields: string): string {
  return `query ${title}($owner: String!, $name: String!, $first: Int!, $after: String) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) {
    items: ${list} { totalCount ${pageInfoFields} nodes { ${fields} } }
  }
}`;
}

function listSchema<Node extends z.ZodType>(node: Node) {
  return z.object({ repository: z.object({ items: connectionOf(node).nullable() }).nullable() });
}

export const labelsQuery = listQuery(
  "Labels",
  "labels(first: $first, after: $after, orderBy: { field: NAME, direction: ASC })",
  "id name description color",
);
export const labelsSchema = listSchema(
  z.object({ id: z.string(), name: text, description: text.nullable(), color: text }),
);

export const milestonesQuery = listQuery(
  "Milestones",
  "milestones(first: $first, after: $after, orderBy: { field: NUMBER, direction: ASC })",
  "id number title description state dueOn createdAt closedAt updatedAt",
);
export const milestonesSchema = listSchema(milestone);

export const releasesQuery = withFragments(
  listQuery(
    "Releases",
    "releases(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: DESC })",
    "id databaseId tagName name isDraft isPrerelease author { ...ActorFields } createdAt publishedAt updatedAt",
  ),
  [actorFragment],
);
export const releasesSchema = listSchema(
  z.object({
    id: z.string(),
    databaseId: z.int().positive().nullable(),
    tagName: text,
    name: text.nullable(),
    isDraft: z.boolean(),
    isPrerelease: z.boolean(),
    author: actor.nullable(),
    createdAt: instant,
    publishedAt: instant.nullable(),
    updatedAt: instant,
  }),
);

// A tag points at a commit, or at a tag object that does; tags of other things (trees, blobs) are none of ours.
const tagTarget = `
  __typename
  ... on Commit { oid committedDate }
  ... on Tag { tagger { date } target { __typename ... on Commit { oid committedDate } } }`;
export const tagsQuery = listQuery(
  "Tags",
  'refs(refPrefix: "refs/tags/", first: $first, after: $after, orderBy: { field: ALPHABETICAL, direction: ASC })',
  `name target { ${tagTarget} }`,
);
const taggedCommit = z.object({ oid: sha.optional(), committedDate: instant.optional() });
export const tagsSchema = listSchema(
  z.object({
    name: text,
    target: z
      .object({
        ...taggedCommit.shape,
        tagger: z.object({ date: instant.nullable() }).nullish(),
        target: taggedCommit.nullish(),
      })
      .nullable(),
  }),
);

export const deploymentStatusesPart = {
  on: "Deployment",
  field: "statuses",
  first: 10,
  fields: "id state description logUrl createdAt",
  fragments: [],
  node: z.object({
    id: z.string(),
    state: z.string(),
    description: text.nullable(),
    logUrl: text.nullable(),
    createdAt: instant,
  }),
} satisfies InnerPart;

export const deploymentsQuery = withFragments(
  listQuery(
    "Deployments",
    "deployments(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: DESC })",
    `id databaseId environment originalEnvironment commitOid ref { name } creator { ...ActorFields } createdAt updatedAt ${selectPart(deploymentStatusesPart)}`,
  ),
  [actorFragment],
);
export const deploymentsSchema = listSchema(
  z.object({
    id: z.string(),
    databaseId: z.int().positive().nullable(),
    environment: text.nullable(),
    originalEnvironment: text.nullish(),
    commitOid: z.string(),
    ref: z.object({ name: text }).nullable(),
    creator: actor.nullable(),
    createdAt: instant,
    updatedAt: instant,
    statuses: partSchema(deploymentStatusesPart).nullable(),
  }),
);
