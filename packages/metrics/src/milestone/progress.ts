import { sql } from "kysely";

import { share } from "../aggregates.ts";
import type { Metric } from "../metric.ts";

const paceDays = 28;

export const milestoneProgress: Metric = {
  id: "milestone.progress",
  title: "Milestone progress",
  definition:
    "Closed issues and pull requests as a share of all in a milestone, known only for now. The number is that of all open milestones together; the rows are the open milestones and those closed since the window began, with their due date and the date at which the pace of the last four weeks would end them.",
  unit: "ratio",
  direction: "up",
  source: { item: "milestone_item", view: sql`metrics.milestone_items`, actedAt: null, details: {} },
  needs: ["milestones", "issues", "pull_requests"],
  membership: { kind: "now", opened: sql`item.created_at`, closed: sql`null::timestamptz` },
  only: sql`item.milestone_state = 'open'`,
  measure: sql`coalesce(item.closed_at < moment.at, false)::integer`,
  value: { value: share },
  splits: ["repository"],
  rows: {
    kind: "select",
    areOfAll: true,
    of: ({ view, isCounted }) => sql`
      select
        moment.full_name as repository,
        milestone.number,
        milestone.title,
        milestone.state,
        counted.n as items,
        counted.closed,
        counted.closed::double precision / nullif(counted.n, 0) as progress,
        milestone.due_at,
        case
          when counted.closed < counted.n and counted.recently > 0
          then moment.at + make_interval(days => ${sql.lit(paceDays)}) * ((counted.n - counted.closed)::double precision / counted.recently)
        end as ends_at
      from moment
      join pulse.milestones as milestone on milestone.repository_id = moment.repository_id
      cross join lateral (
        select
          count(*) as n,
          count(*) filter (where item.closed_at < moment.at) as closed,
          count(*) filter (
            where item.closed_at < moment.at
              and item.closed_at >= moment.at - make_interval(days => ${sql.lit(paceDays)})
          ) as recently
        from ${view} as item
        where item.repository_id = milestone.repository_id
          and item.milestone_id = milestone.id
          and item.created_at < moment.at
          and ${isCounted}
      ) as counted
      where milestone.state = 'open'
        or milestone.closed_at >= moment.starts_at
      order by moment.full_name collate "C", milestone.state desc, milestone.due_at nulls last, milestone.number
    `,
  },
  itemValue: null,
};
