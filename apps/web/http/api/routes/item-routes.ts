import { itemKinds, type ItemKind } from "@pulse/actions";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { fieldsQuery, givenInstant, instant, login, noParams, pageQuery, repoQuery, snakeRow } from "../fields.ts";

const who = z.string().nullable().meta({ description: "null is a deleted account" });
const text = z.string().nullable();
const count = z.int().nullable();
const common = { id: z.int(), repository: z.string() };
const labelled = { labels: z.array(z.string()), assignees: z.array(z.string()), milestone: text };

/** Each kind's own columns. */
const shapes = {
  issue: z.object({
    ...common,
    number: z.int(),
    title: z.string(),
    state: z.enum(["open", "closed"]),
    state_reason: text,
    author: who,
    ...labelled,
    created_at: instant,
    closed_at: instant.nullable(),
    updated_at: instant,
  }),
  pull_request: z.object({
    ...common,
    number: z.int(),
    title: z.string(),
    state: z.enum(["open", "closed", "merged"]),
    is_draft: z.boolean(),
    author: who,
    ...labelled,
    base_ref: text,
    head_ref: text,
    head_sha: text,
    merge_commit_sha: text,
    merged_by: who,
    additions: count,
    deletions: count,
    changed_files: count,
    created_at: instant,
    merged_at: instant.nullable(),
    closed_at: instant.nullable(),
    updated_at: instant,
  }),
  review: z.object({
    ...common,
    number: z.int().meta({ description: "of its pull request" }),
    state: z.string(),
    author: who,
    commit_sha: text,
    submitted_at: instant,
    updated_at: instant,
  }),
  run: z.object({
    ...common,
    run_id: z.int().meta({ description: "GitHub's id of the run, the same for all its attempts" }),
    attempt: z.int(),
    number: count,
    workflow: text,
    title: text,
    event: text,
    status: z.string(),
    conclusion: text,
    head_branch: text,
    head_sha: z.string(),
    actor: who,
    created_at: instant,
    started_at: instant,
    updated_at: instant,
  }),
  deployment: z.object({
    ...common,
    source: z.string(),
    external_id: z.string(),
    environment: text,
    is_production: z.boolean(),
    sha: text,
    ref: text,
    state: z.string(),
    creator: who,
    url: text,
    created_at: instant,
    finished_at: instant.nullable(),
  }),
  incident: z.object({
    ...common,
    source: z.string(),
    external_id: z.string(),
    title: z.string(),
    url: text,
    deployment: text.meta({ description: "external id of the deployment that caused it" }),
    is_linked_by_hand: z.boolean(),
    began_at: instant,
    resolved_at: instant.nullable(),
  }),
} satisfies Record<ItemKind, z.ZodObject>;

type Words = { readonly path: string; readonly name: string; readonly plural: string; readonly order: string };

const words: Readonly<Record<ItemKind, Words>> = {
  issue: { path: "/api/issues", name: "listIssues", plural: "issues", order: "created" },
  pull_request: { path: "/api/pulls", name: "listPulls", plural: "pull requests", order: "created" },
  review: { path: "/api/reviews", name: "listReviews", plural: "reviews", order: "submitted" },
  run: { path: "/api/runs", name: "listRuns", plural: "runs of workflows, each attempt by itself", order: "started" },
  deployment: { path: "/api/deployments", name: "listDeployments", plural: "deployments", order: "created" },
  incident: { path: "/api/incidents", name: "listIncidents", plural: "incidents", order: "begun" },
};

const query = z.strictObject({
  repo: repoQuery,
  state: z
    .array(z.string().regex(/^[a-z_]{1,40}$/, "is no state"))
    .max(20)
    .default([])
    .meta({ description: "any of these; for runs, conclusions too" }),
  person: login.optional().meta({ description: "login of the author, actor or creator" }),
  since: givenInstant.optional().meta({ description: "those from this instant on" }),
  until: givenInstant.optional().meta({ description: "those before this instant" }),
  fields: fieldsQuery,
  ...pageQuery,
});

const listRoute = (kind: ItemKind): ApiRoute => {
  const { path, name, plural, order } = words[kind];
  const shape: z.ZodObject = shapes[kind];
  return defineRoute({
    method: "get",
    path,
    name,
    group: "items",
    summary: `The ${plural} as they are known, those last ${order} first`,
    scope: "read",
    params: noParams,
    query,
    body: null,
    answer: z.object({ items: z.array(shape.partial()), next: z.string().nullable() }),
    run: async ({ actions, ctx, query: asked }) => {
      const { repo, state, person, since, until, cursor, limit } = asked;
      const page = { repositories: repo, states: state, person, since, until, after: cursor, limit };
      const pick = fieldPicker(asked.fields, Object.keys(shape.shape));
      const { items, next } = await actions.listItems.run(ctx, { kind, ...page });
      return { items: items.map((item) => pick(snakeRow(item))), next };
    },
  });
};

type Fields = Readonly<Record<string, unknown>>;

/** Throws `invalid` for a field that there is not. */
function fieldPicker(fields: string | undefined, known: readonly string[]): (row: Fields) => Fields {
  if (fields === undefined) return (row) => row;
  const wanted = fields.split(",").map((field) => field.trim());
  const unknown = wanted.find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw new AppError("invalid", `There is no field "${unknown.slice(0, 60)}" here. There are: ${known.join(", ")}`);
  }
  return (row) => Object.fromEntries(wanted.map((field) => [field, row[field]]));
}

export const itemRoutes: readonly ApiRoute[] = itemKinds.map(listRoute);
