import { withWorkspace } from "@pulse/db";
import type { MetricItem } from "@pulse/metrics";
import { z } from "zod";

import type { ActionContext } from "../../action.ts";
import { listMetricItems } from "../../list-metric-items.ts";
import { defineTool } from "../tool.ts";
import { explainWaits } from "./explain-waits.ts";
import { coverageShape, readsStored, windowOf, windowShape } from "./window.ts";

const durations = [
  "pr.pickup_time",
  "pr.time_to_first_review",
  "pr.review_time",
  "pr.approval_time",
  "pr.time_to_merge",
  "pr.cycle_time",
  "pr.deploy_time",
  "issue.time_to_first_response",
  "issue.time_to_close",
  "ci.duration",
  "ci.queue_time",
] as const;

const mostWaiting = 5;

const itemShape = z.object({
  repository: z.string(),
  number: z.number(),
  title: z.string(),
  author: z.string().nullable(),
  state: z.string(),
  at: z.string(),
  seconds: z.number().nullable(),
  why: z.array(z.string()).optional().describe("what may have made it slow, as far as stored facts tell"),
});

export const analyticsSlowItems = defineTool({
  name: "analytics_slow_items",
  title: "What took longest",
  description:
    "What took longest by a duration metric, slowest first, with likely reasons for pull requests, and open ones that still wait. Answers: which waited longest for review, and why.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  isForeignText: true,
  isPaged: true,
  input: { metric: z.enum(durations).default("pr.pickup_time"), ...windowShape },
  output: {
    metric: z.string(),
    ...coverageShape,
    total: z.number(),
    items: z.array(itemShape),
    still_waiting: z.array(itemShape).optional().describe("of review metrics: open ones without any review"),
  },
  run: async (ctx, input) => {
    const question = windowOf(input);
    const { limit, after } = ctx.page;
    const found = await listMetricItems.run(ctx, { ...question, metric: input.metric, order: "desc", limit, after });
    const isReview = input.metric === "pr.pickup_time" || input.metric === "pr.time_to_first_review";
    const waiting =
      isReview && after === null
        ? await listMetricItems.run(ctx, {
            ...question,
            metric: "pr.open",
            filter: "waiting",
            order: "desc",
            limit: mostWaiting,
          })
        : null;
    const isPulls = input.metric.startsWith("pr.");
    const why = isPulls
      ? await whyOf(ctx, [...found.items, ...(waiting?.items ?? [])], found.time_zone)
      : new Map<string, string[]>();
    const told = (items: readonly MetricItem[]) => items.map((item) => itemOf(item, why));
    const { metric, repositories, from, to, time_zone, as_of, coverage, total, next } = found;
    return {
      metric,
      repositories: [...repositories],
      from,
      to,
      time_zone,
      as_of,
      coverage,
      total,
      next,
      items: told(found.items),
      ...(waiting === null ? {} : { still_waiting: told(waiting.items) }),
    };
  },
});

async function whyOf(
  ctx: ActionContext,
  items: readonly MetricItem[],
  timeZone: string,
): Promise<Map<string, string[]>> {
  return await withWorkspace(ctx.db, ctx.actor, (tx) => explainWaits(tx, { items, timeZone }));
}

function itemOf(item: MetricItem, why: ReadonlyMap<string, string[]>): z.input<typeof itemShape> {
  const { repository, number, title, author, state, at, value } = item;
  const reasons = why.get(`${repository}#${number}`);
  return {
    repository,
    number,
    title: title.slice(0, 200),
    author,
    state,
    at,
    seconds: value,
    ...(reasons === undefined ? {} : { why: reasons }),
  };
}
