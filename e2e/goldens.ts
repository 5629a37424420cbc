import { readFileSync } from "node:fs";

import { z } from "zod";

import { goldenFile } from "./product/archives.ts";

const duration = z.object({
  n: z.number(),
  p50: z.number().nullable(),
  p75: z.number().nullable(),
  p90: z.number().nullable(),
});

const goldens = z.object({
  windows: z.record(
    z.string(),
    z.object({
      from: z.string(),
      to: z.string(),
      tz: z.string(),
      extra_bots: z.array(z.string()),
      metrics: z.object({
        "pr.opened": z.number(),
        "pr.merged": z.number(),
        "pr.closed_unmerged": z.number(),
        "pr.open": z.number(),
        "pr.merge_ratio": z.number().nullable(),
        "pr.pickup_time": duration,
        "pr.review_time": duration,
        "pr.time_to_merge": duration,
        "pr.time_to_first_review": duration.extend({ n_not_yet: z.number() }),
        "pr.review_depth": z.object({ n: z.number(), p50: z.number().nullable() }),
        "pr.merged_without_review": z.object({ count: z.number(), ratio: z.number().nullable() }),
        "issue.opened": z.number(),
        "issue.closed": z.number(),
        "issue.net": z.number(),
        "issue.backlog": z.number(),
        "issue.time_to_first_response": duration.extend({ n_not_yet: z.number() }),
        "issue.time_to_close": duration,
        "issue.age": z.object({ n: z.number(), p50: z.number().nullable(), buckets: z.record(z.string(), z.number()) }),
        "issue.response_within_sla": z.object({ n: z.number(), ratio: z.number().nullable() }),
        "issue.closure_ratio": z.number().nullable(),
        "issue.chaoss_closure_ratio": z.number().nullable(),
        "issue.by_label": z.array(
          z.object({ label: z.string().nullable(), opened: z.number(), closed: z.number(), open: z.number() }),
        ),
        "repo.active_contributors": z.number(),
        "repo.new_contributors": z.number(),
      }),
    }),
  ),
});

export type GoldenWindow = z.output<typeof goldens>["windows"][string] & { readonly name: string };

/** The windows of one archive with the numbers that two other implementations agree on. */
export function readGoldenWindows(name: string): GoldenWindow[] {
  const { windows } = goldens.parse(JSON.parse(readFileSync(goldenFile(name), "utf8")));
  return Object.entries(windows).map(([window, value]) => ({ name: window, ...value }));
}

/** How an address asks for one of these windows. */
export function windowQuery(repository: string, window: GoldenWindow): URLSearchParams {
  const query = new URLSearchParams({ repo: repository, from: window.from, to: window.to });
  for (const bot of window.extra_bots) query.append("bot", bot);
  return query;
}
