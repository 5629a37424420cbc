import { splits, weekStarts, type Question } from "@pulse/metrics";
import { z } from "zod";

import type { ActionContext } from "./action.ts";

export { splits };

/** What every question about a metric takes, as text from a URL, a command line or an agent. `@pulse/metrics` checks what it means. */
export const questionShape = {
  metric: z.string().max(100).describe("id of the metric, such as pr.cycle_time"),
  repositories: z
    .array(z.string().max(200))
    .max(1000)
    .default([])
    .describe("owner/name; empty means all of the workspace"),
  from: z
    .string()
    .max(60)
    .nullish()
    .describe("a date in the time zone, or an instant; 90 days before the end without it"),
  to: z
    .string()
    .max(60)
    .nullish()
    .describe("a date or an instant, itself no longer in the window; now without it, or where old data ends"),
  tz: z.string().max(60).nullish().describe("IANA time zone in which days are cut; the workspace's without it"),
  bots: z.array(z.string().max(100)).max(1000).default([]).describe("more logins to treat as bots"),
  includeBots: z.boolean().default(false).describe("count what bots did as well"),
  labelGroups: z
    .array(z.string().max(100))
    .max(50)
    .default([])
    .describe("saved label groups; only items with a label of any of them count"),
  labels: z
    .array(z.string().max(200))
    .max(200)
    .default([])
    .describe("labels; only items with any of them count, and an empty name means items without a label"),
  people: z
    .array(z.string().max(100))
    .max(200)
    .default([])
    .describe("logins; only what any of these people did counts, or of the teams if those are given too"),
  weekStart: z.enum(weekStarts).nullish().describe("the day on which weeks begin, when cut by week; Monday without it"),
  teams: z
    .array(z.string().max(100))
    .max(50)
    .default([])
    .describe("teams as owner/team; only what somebody did while in one of them counts"),
};

export const splitSchema = z
  .string()
  .pipe(z.enum(splits, { error: `must be one of ${splits.join(", ")}` }))
  .nullish()
  .describe("cut the number into a series");

type QuestionInput = z.output<z.ZodObject<typeof questionShape>>;

export function questionOf(ctx: ActionContext, input: QuestionInput): Question & { readonly metric: string } {
  return {
    workspaceId: ctx.actor.workspaceId,
    metric: input.metric,
    repositories: input.repositories,
    from: input.from ?? undefined,
    to: input.to ?? undefined,
    timeZone: input.tz ?? undefined,
    bots: input.bots,
    includeBots: input.includeBots,
    labelGroups: input.labelGroups,
    labels: input.labels,
    people: input.people,
    teams: input.teams,
    weekStart: input.weekStart ?? undefined,
    now: ctx.clock.now(),
  };
}
