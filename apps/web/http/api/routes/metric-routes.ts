import { splits } from "@pulse/actions";
import { z } from "zod";

import { defineRoute, type ApiRoute } from "../api-route.ts";
import { instant, login, noParams, noQuery, plainCursor, plainText, querySwitch, repoQuery } from "../fields.ts";

const number = z.number().nullable();
const numbers = z.record(z.string(), number);
const metricValue = z
  .union([number, numbers])
  .meta({ id: "MetricValue", description: "a number, an object of the numbers that the catalogue names, or null" });
const counts = z.record(z.string(), z.number()).nullable();
const figures = {
  n: z.int().meta({ description: "sample size" }),
  excluded: z.int().meta({ description: "left out because their duration would be negative" }),
  value: metricValue,
  n_not_yet: z.int().nullable().optional(),
  buckets: counts.optional(),
  by_conclusion: counts.optional(),
  band: z
    .enum(["elite", "high", "medium", "low"])
    .nullable()
    .optional()
    .meta({ description: "where dora.dev would put the value: a hint" }),
};
const unit = z.enum(["count", "ratio", "seconds", "rate", "lines"]);
const window = { from: instant, to: instant };
const shared = {
  repositories: z.array(z.string()),
  ...window,
  to_is: z.enum(["given", "now", "as_of"]),
  time_zone: z.string(),
  as_of: instant.nullable(),
  coverage: z.number(),
};

const metricAnswer = z
  .object({
    metric: z.string(),
    unit,
    ...shared,
    ...figures,
    previous: z.object({ ...figures, ...window }).nullable(),
    series: z.array(z.object({ key: z.string().nullable(), ...figures })).optional(),
    rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))).optional(),
    rows_truncated: z.boolean().optional(),
  })
  .meta({ id: "MetricAnswer" });

const metricDescription = z
  .object({
    id: z.string(),
    title: z.string(),
    definition: z.string(),
    unit,
    direction: z.string(),
    value: z.array(z.string()),
    beside: z.array(z.string()),
    needs: z.array(z.string()),
    splits: z.array(z.string()),
    choices: z.array(z.string()),
    items: z.string().nullable(),
    filters: z.array(z.string()),
  })
  .meta({ id: "MetricDescription" });

const itemDetail = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const metricItems = z
  .object({
    metric: z.string(),
    unit: unit.nullable(),
    ...shared,
    total: z.int(),
    left_out: z.array(z.object({ reason: z.string(), text: z.string(), n: z.int() })),
    items: z.array(
      z.object({
        repository: z.string(),
        number: z.int(),
        title: z.string(),
        author: z.string().nullable(),
        state: z.string(),
        labels: z.array(z.string()),
        at: instant,
        value: number,
        reason: z.string().nullable(),
        details: z.record(z.string(), itemDetail),
        also: z.record(z.string(), number),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: "MetricItems" });

const params = z.strictObject({
  id: z
    .string()
    .max(100)
    .meta({ description: "id of the metric", examples: ["pr.cycle_time"] }),
});

const names = (of: z.ZodString, text: string) => z.array(of).max(20).default([]).meta({ description: text });
const word = z.string().max(50);
const question = {
  repo: repoQuery,
  from: plainText.optional().meta({ description: "a date in the time zone, or an instant" }),
  to: plainText.optional().meta({ description: "a date or an instant, itself no longer in the window" }),
  tz: plainText.optional().meta({ description: "IANA time zone in which days are cut" }),
  bot: names(login, "more logins to treat as bots"),
  include_bots: querySwitch.meta({ description: "count what bots did as well" }),
  label_group: names(word, "saved label groups; only items with a label of any of them count"),
  label: names(word, "only items with any of these labels count; an empty one means items without a label"),
  person: names(login, "logins; only what any of these people did counts"),
  team: names(word, "teams as owner/team; only what somebody did while in one of them counts"),
};

type Asked = z.output<z.ZodObject<typeof question>>;

const questionOf = (id: string, query: Asked) => ({
  metric: id,
  repositories: query.repo,
  from: query.from,
  to: query.to,
  tz: query.tz,
  bots: query.bot,
  includeBots: query.include_bots,
  labelGroups: query.label_group,
  labels: query.label,
  people: query.person,
  teams: query.team,
});

export const metricRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: "get",
    path: "/api/metrics",
    name: "listMetrics",
    group: "metrics",
    summary: "The catalogue: every number with its definition",
    scope: "read",
    params: noParams,
    query: noQuery,
    body: null,
    answer: z.object({ metrics: z.array(metricDescription) }),
    run: async ({ actions, ctx }) => await actions.listMetrics.run(ctx, {}),
  }),
  defineRoute({
    method: "get",
    path: "/api/metrics/{id}",
    name: "getMetric",
    group: "metrics",
    summary: "One number over a window, with its sample size, coverage and the window before",
    scope: "read",
    params,
    query: z.strictObject({
      ...question,
      by: z.enum(splits).optional().meta({ description: "cut into a series" }),
    }),
    body: null,
    answer: metricAnswer,
    run: async ({ actions, ctx, params: { id }, query }) =>
      await actions.showMetric.run(ctx, { ...questionOf(id, query), by: query.by }),
  }),
  defineRoute({
    method: "get",
    path: "/api/metrics/{id}/items",
    name: "listMetricItems",
    group: "metrics",
    summary: "The items behind a number, and those left out of it with the reason",
    scope: "read",
    params,
    query: z.strictObject({
      ...question,
      show: z.enum(["counted", "left_out", "all"]).default("counted"),
      filter: plainText.optional().meta({ description: "a narrower list that the metric offers" }),
      also: z.array(plainText).max(10).default([]).meta({ description: "values of other metrics beside" }),
      sort: z.enum(["value", "at", "number"]).optional(),
      order: z.enum(["asc", "desc"]).optional(),
      cursor: plainCursor.optional().meta({ description: "`next` of the page before" }),
      limit: z.coerce.number().int().min(1).max(5000).default(50),
    }),
    body: null,
    answer: metricItems,
    run: async ({ actions, ctx, params: { id }, query }) => {
      const { show, filter, also, sort, order, cursor, limit } = query;
      const page = { show, filter, also, sort, order, after: cursor, limit };
      return await actions.listMetricItems.run(ctx, { ...questionOf(id, query), ...page });
    },
  }),
];
