import { z } from "zod";

import { showFreshness } from "../../freshness/show-freshness.ts";
import { listRepositories } from "../../list-repositories.ts";
import { defineTool } from "../tool.ts";
import { readsStored } from "./window.ts";

export const analyticsStatus = defineTool({
  name: "analytics_status",
  title: "What is known, and how fresh",
  description:
    "The repositories of the workspace: how much of each is stored, up to when, and what is wrong with its reading. Look here before trusting an empty answer.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  input: {},
  output: {
    tracked: z.number(),
    reading: z.number(),
    is_worker_alive: z.boolean(),
    repositories: z.array(
      z.object({
        full_name: z.string(),
        as_of: z.string().nullable(),
        lag_s: z.number().nullable(),
        issues: z.number().nullable(),
        pull_requests: z.number().nullable(),
        is_tracked: z.boolean(),
        access: z.string(),
        detail: z.string().nullable(),
      }),
    ),
  },
  run: async (ctx) => {
    const [freshness, { repositories }] = await Promise.all([
      showFreshness.run(ctx, {}),
      listRepositories.run(ctx, {}),
    ]);
    const now = ctx.clock.now().getTime();
    return {
      tracked: freshness.tracked,
      reading: freshness.reading,
      is_worker_alive: freshness.worker.isAlive,
      repositories: repositories.map(
        ({ fullName, asOf, issues, pullRequests, isTracked, access, accessDetail, run }) => ({
          full_name: fullName,
          as_of: asOf?.toISOString() ?? null,
          lag_s: asOf === null ? null : Math.max(0, Math.round((now - asOf.getTime()) / 1000)),
          issues,
          pull_requests: pullRequests,
          is_tracked: isTracked,
          access,
          detail: accessDetail ?? run?.errorDetail ?? null,
        }),
      ),
    };
  },
});
