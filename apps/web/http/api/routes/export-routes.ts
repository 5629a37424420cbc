import { exportFormats, itemKinds, splits } from "@pulse/actions";
import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { fullName, givenInstant, instant, login, noParams, noQuery, plainText, snakeRow } from "../fields.ts";
import { exportedFile } from "../write-file.ts";

const summary = z
  .object({
    id: z.int(),
    what: z.enum(["items", "metric", "metric_items", "workspace"]),
    format: z.enum(exportFormats),
    file_name: z.string(),
    state: z.enum(["queued", "running", "done", "failed"]),
    rows_done: z.int(),
    rows_total: z.int().nullable().meta({ description: "null before they are counted" }),
    size_bytes: z.int(),
    sha256: z.string().nullable().meta({ description: "of the whole file, in hexadecimal; null before it is done" }),
    error_detail: z.string().nullable(),
    created_at: instant,
    finished_at: instant.nullable(),
    expires_at: instant.meta({ description: "from then on the file is gone" }),
  })
  .meta({ id: "Export" });

const params = z.strictObject({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const repo = z.array(fullName).max(100).default([]).meta({ description: "OWNER/NAME; all unless given" });
const logins = z.array(login).max(20).default([]);
const words = z.array(plainText).max(20).default([]);
const ofMetric = {
  metric: plainText.min(1).meta({ description: "id of the metric", examples: ["pr.cycle_time"] }),
  repo,
  from: plainText.optional(),
  to: plainText.optional(),
  tz: plainText.optional(),
  bot: logins,
  include_bots: z.boolean().default(false),
  label_group: words,
  label: words,
  person: logins,
  team: words,
};

const question = z.discriminatedUnion("what", [
  z.strictObject({
    what: z.literal("items"),
    kind: z.enum(itemKinds).optional().meta({ description: "issues and pull requests together unless given" }),
    repo,
    state: z
      .array(z.string().regex(/^[a-z_]{1,40}$/, "is no state"))
      .max(20)
      .default([]),
    person: login.optional(),
    since: givenInstant.optional(),
    until: givenInstant.optional(),
  }),
  z.strictObject({
    what: z.literal("metric_items"),
    ...ofMetric,
    show: z.enum(["counted", "left_out", "all"]).default("counted"),
  }),
  z.strictObject({ what: z.literal("metric"), ...ofMetric, by: z.enum(splits).optional() }),
]);

function questionOf(asked: z.output<typeof question>) {
  if (asked.what === "items") {
    const { repo: repositories, state: states, ...rest } = asked;
    return { ...rest, repositories, states };
  }
  const { repo: repositories, bot, include_bots: includeBots, label_group, label, person, team, ...rest } = asked;
  const narrowed = { bots: bot, includeBots, labelGroups: label_group, labels: label, people: person, teams: team };
  return { ...rest, repositories, ...narrowed };
}

export const exportRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "post",
    path: "/api/exports",
    name: "requestExport",
    group: "exports",
    summary: "Have a list, the items behind a number, or its numbers written to a file that can be fetched for a day",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: z.strictObject({ question, format: z.enum(exportFormats).default("csv") }),
    answer: summary,
    status: 202,
    run: async ({ actions, ctx, body }) =>
      snakeRow(await actions.requestExport.run(ctx, { question: questionOf(body.question), format: body.format })),
  }),
  defineRoute({
    method: "post",
    path: "/api/workspace-exports",
    name: "requestWorkspaceExport",
    group: "exports",
    summary: "Have everything of the workspace written to a file that another installation can import",
    scope: "admin",
    params: noParams,
    query: noQuery,
    body: null,
    answer: summary,
    status: 202,
    run: async ({ actions, ctx }) => snakeRow(await actions.requestWorkspaceExport.run(ctx, {})),
  }),
  defineRoute({
    method: "get",
    path: "/api/exports",
    name: "listExports",
    group: "exports",
    summary: "The files that you asked for, how far they are, and until when they can be fetched",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: null,
    answer: z.object({ exports: z.array(summary) }),
    run: async ({ actions, ctx }) => ({ exports: (await actions.listExports.run(ctx, {})).exports.map(snakeRow) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/exports/{id}",
    name: "getExport",
    group: "exports",
    summary: "How far a file is that you asked for",
    scope: "read",
    params,
    query: noQuery,
    body: null,
    answer: summary,
    run: async ({ actions, ctx, params: { id } }) => snakeRow(await actions.showExport.run(ctx, { id })),
  }),
  defineRoute({
    method: "get",
    path: "/api/exports/{id}/file",
    name: "getExportFile",
    group: "exports",
    summary: "The file, once it is done; a Range with If-Range goes on where a download broke off",
    scope: "read",
    params,
    query: noQuery,
    body: null,
    answer: exportedFile,
    isFile: true,
    run: async ({ actions, ctx, params: { id } }) => await actions.openExport.run(ctx, { id }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/exports/{id}",
    name: "removeExport",
    group: "exports",
    summary: "Delete a file of yours before its time, or stop it from being written",
    scope: "read",
    params,
    query: noQuery,
    body: null,
    answer: z.object({ id: z.int() }),
    run: async ({ actions, ctx, params: { id } }) => await actions.removeExport.run(ctx, { id }),
  }),
];
