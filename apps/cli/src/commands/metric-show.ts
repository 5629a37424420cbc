import { showMetric } from "@pulse/actions";
import { getMetric, splits } from "@pulse/metrics";
import { z } from "zod";

import { command } from "../command.ts";
import { formatAnswer } from "../metric/format-answer.ts";
import { withActionContext } from "../with-action-context.ts";

export const metricShow = command({
  name: "metric show",
  summary: "Compute one metric over a window, and compare it with the window before",
  description:
    "The window is half-open: --to is no longer in it. Without --to it ends now, or where the data ends when that is more than seven days ago; without --from it begins 90 days earlier.",
  examples: [
    "./pulse metric show pr.merged",
    "./pulse metric show pr.cycle_time --repo octo/site --from 2026-01-01 --to 2026-04-01 --by week",
    "./pulse metric show pr.open --by day --tz Europe/Berlin --bot release-robot --json",
  ],
  args: z.object({
    id: z.string().describe("as ./pulse metric list shows it"),
    repo: z
      .array(z.string())
      .default([])
      .meta({ placeholder: "OWNER/NAME" })
      .describe("a repository; may be repeated, all without it"),
    from: z
      .string()
      .optional()
      .meta({ placeholder: "T" })
      .describe("a date in the time zone, or an instant such as 2026-03-31T08:00:00Z"),
    to: z.string().optional().meta({ placeholder: "T" }).describe("the same; itself no longer in the window"),
    tz: z
      .string()
      .optional()
      .meta({ placeholder: "ZONE" })
      .describe("IANA time zone in which days are cut; the workspace's without it"),
    by: z.enum(splits).optional().describe("cut the number into a series"),
    bot: z
      .array(z.string())
      .default([])
      .meta({ placeholder: "LOGIN" })
      .describe("one more login to treat as a bot; may be repeated"),
    includeBots: z.boolean().default(false).describe("count what bots did as well"),
    labelGroup: z
      .array(z.string())
      .default([])
      .meta({ placeholder: "NAME" })
      .describe("a saved label group that items must belong to; may be repeated, any of them will do"),
    person: z
      .array(z.string())
      .default([])
      .meta({ placeholder: "LOGIN" })
      .describe("only what this person did; may be repeated"),
    team: z
      .array(z.string())
      .default([])
      .meta({ placeholder: "OWNER/TEAM" })
      .describe("only what somebody did while in this team; may be repeated"),
  }),
  positionals: ["id"],
  run: async (ctx, args) => {
    const metric = getMetric(args.id);
    const answer = await withActionContext(ctx, (actionCtx) =>
      showMetric.run(actionCtx, {
        metric: metric.id,
        repositories: args.repo,
        from: args.from,
        to: args.to,
        tz: args.tz,
        by: args.by,
        bots: args.bot,
        includeBots: args.includeBots,
        labelGroups: args.labelGroup,
        people: args.person,
        teams: args.team,
      }),
    );
    if (ctx.json) ctx.printJson(answer);
    else ctx.out(formatAnswer(metric, answer));
  },
});
