import { activityKinds } from "@pulse/actions";
import { AppError, parseJson } from "@pulse/kit";
import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { instant, login, noParams, noQuery, pageQuery, repoQuery, snakeRow } from "../fields.ts";

const anything = z.unknown();

const auditLine = z
  .object({
    id: z.int(),
    at: instant,
    user_id: z.string(),
    who: z.string(),
    source: z.string(),
    address: z.string().nullable(),
    action: z.string(),
    input: anything,
    before: anything,
    after: anything,
    state: z.enum(["begun", "done", "refused", "failed"]),
    detail: z.string().nullable(),
  })
  .meta({ id: "AuditLine" });

const activityEntry = z
  .object({
    kind: z.enum(activityKinds),
    source: z.string(),
    id: z.int(),
    at: instant,
    repository: z.string(),
    number: z.int().nullable(),
    title: z.string().nullable(),
    is_pull_request: z.boolean(),
    actor: z.string().nullable(),
    detail: z.string().nullable(),
    link: z.string().nullable(),
  })
  .meta({ id: "ActivityEntry" });

const activityCursor = z.object({
  at: z.iso.datetime({ offset: true }),
  source: z.string().max(40),
  id: z.int(),
});

const labelGroup = z.object({ name: z.string(), labels: z.array(z.string()) }).meta({ id: "LabelGroup" });
const groupParams = z.strictObject({ name: z.string().min(1).max(100) });

export const recordRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/audit",
    name: "listAudit",
    group: "records",
    summary: "Who changed what in the workspace, newest first",
    scope: "admin",
    params: noParams,
    query: z.strictObject({
      cursor: z.coerce.number().int().positive().optional().meta({ description: "`next` of the page before" }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: null,
    answer: z.object({ lines: z.array(auditLine), next: z.int().nullable() }),
    run: async ({ actions, ctx, query: { cursor, limit } }) => {
      const { lines } = await actions.listAudit.run(ctx, { beforeId: cursor, limit });
      return { lines: lines.map(snakeRow), next: lines.length === limit ? (lines.at(-1)?.id ?? null) : null };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/activity",
    name: "listActivity",
    group: "records",
    summary: "What happened in the workspace, newest first; a page looks back ninety days at most",
    scope: "read",
    params: noParams,
    query: z.strictObject({
      repo: repoQuery,
      kind: z.array(z.enum(activityKinds)).max(20).default([]),
      person: login.optional(),
      ...pageQuery,
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    body: null,
    answer: z.object({ entries: z.array(activityEntry), from: instant, next: z.string().nullable() }),
    run: async ({ actions, ctx, query: { repo, kind, person, cursor, limit } }) => {
      const before = cursor === undefined ? null : readCursor(cursor);
      const page = await actions.listActivity.run(ctx, { repositories: repo, kinds: kind, person, before, limit });
      return {
        entries: page.entries.map(snakeRow),
        from: page.from.toISOString(),
        next: page.next === null ? null : Buffer.from(JSON.stringify(page.next)).toString("base64url"),
      };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/label-groups",
    name: "listLabelGroups",
    group: "records",
    summary: "The saved label groups of the workspace with their labels",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: null,
    answer: z.object({ groups: z.array(labelGroup) }),
    run: async ({ actions, ctx }) => await actions.listLabelGroups.run(ctx, {}),
  }),
  defineRoute({
    method: "put",
    path: "/api/label-groups/{name}",
    name: "saveLabelGroup",
    group: "records",
    summary: "Save a label group; one of the same name is replaced",
    scope: "write",
    params: groupParams,
    query: noQuery,
    body: z.strictObject({ labels: z.array(z.string().max(100)).min(1).max(200) }),
    answer: z.object({ ...labelGroup.shape, is_new: z.boolean() }),
    run: async ({ actions, ctx, params, body }) =>
      snakeRow(await actions.saveLabelGroup.run(ctx, { name: params.name, labels: body.labels })),
  }),
  defineRoute({
    method: "delete",
    path: "/api/label-groups/{name}",
    name: "removeLabelGroup",
    group: "records",
    summary: "Remove a saved label group",
    scope: "write",
    params: groupParams,
    query: noQuery,
    body: null,
    answer: z.object({ name: z.string() }),
    run: async ({ actions, ctx, params }) => await actions.removeLabelGroup.run(ctx, { name: params.name }),
  }),
];

function readCursor(text: string): z.output<typeof activityCursor> {
  const parsed = activityCursor.safeParse(parseJson(Buffer.from(text, "base64url").toString()));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", "This cursor belongs to another list. Ask for the first page again, without one");
}
