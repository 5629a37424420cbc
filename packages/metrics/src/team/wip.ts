import { sql } from "kysely";

import { count } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { pr, pullRequests } from "../pr/pull-requests.ts";
import { named } from "../repo/contributors.ts";

export const teamWip: Metric = {
  id: "team.wip",
  title: "Work in progress",
  definition:
    "Open pull requests that are no drafts, known only for now. The rows are their authors, by name, with how many each has open and since when the oldest is.",
  unit: "count",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests"],
  membership: { kind: "now", opened: pr.createdAt, closed: pr.closedAt },
  only: sql`not item.is_draft`,
  measure: sql`1`,
  value: { value: count },
  splits: ["author", "label", "label_group", "repository"],
  rows: {
    kind: "select",
    of: ({ view, isCounted }) =>
      named(
        sql`
          select item.author_id, null::text as author_name, count(*)::integer as n, min(item.created_at) as oldest_at
          from ${view} as item
          join moment
            on moment.repository_id = item.repository_id
            and item.created_at < moment.at
            and (item.closed_at is null or item.closed_at >= moment.at)
          where ${isCounted}
          group by item.author_id
        `,
        sql`person.n, person.oldest_at`,
      ),
  },
  itemValue: null,
};
