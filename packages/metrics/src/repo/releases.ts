import { sql } from "kysely";

import type { Metric } from "../metric.ts";

const view = sql`(
  select
    made.workspace_id,
    made.repository_id,
    made.author_id,
    null::text as author_login,
    false as is_bot,
    '{}'::text[] as label_names,
    made.tag_name,
    made.name,
    made.is_prerelease,
    made.published_at
  from pulse.releases as made
  where not made.is_draft
    and made.published_at is not null
)`;

/** Most releases are published by a program on somebody's behalf, so whoever published one does not matter here. */
export const repoReleases: Metric = {
  id: "repo.releases",
  title: "Releases",
  definition:
    "Releases published in the window, by people or programs; drafts are none, and prereleases are counted apart. n is both together.",
  unit: "count",
  direction: "neutral",
  source: { item: "release", view, actedAt: null, details: {} },
  needs: ["releases"],
  membership: { kind: "event", at: sql`item.published_at` },
  measure: sql`item.is_prerelease::integer`,
  value: {
    releases: { of: (measure) => sql`count(*) filter (where ${measure} = 0)`, whenEmpty: 0 },
    prereleases: { of: (measure) => sql`count(*) filter (where ${measure} = 1)`, whenEmpty: 0 },
  },
  splits: ["day", "week", "month", "repository"],
  rows: {
    kind: "select",
    of: ({ view, isCounted }) => sql`
      select
        moment.full_name as repository,
        item.tag_name as tag,
        item.name,
        item.is_prerelease,
        item.published_at
      from ${view} as item
      join moment
        on moment.repository_id = item.repository_id
        and item.published_at >= moment.starts_at
        and item.published_at < moment.at
      where ${isCounted}
      order by item.published_at desc, moment.full_name collate "C", item.tag_name collate "C"
    `,
  },
  itemValue: null,
};
