import { sql } from "kysely";

import { secondsBetween } from "../duration-metric.ts";

import { count, median } from "../aggregates.ts";
import type { Metric } from "../metric.ts";
import { pr, pullRequests } from "../pr/pull-requests.ts";

const waited = secondsBetween(pr.mergedAt, sql`moment.at`);

/** Only where something was ever deployed, and of merges that were read with their commit: of others nobody can say that production lacks them. */
export const doraUndeployedChanges: Metric = {
  id: "dora.undeployed_changes",
  title: "Changes not deployed yet",
  definition:
    "Pull requests that were merged, and that no successful deployment of production contained at the end of the window, in repositories that have one; with how long they had waited since their merge.",
  unit: "count",
  direction: "down",
  source: pullRequests,
  needs: ["pull_requests", "commits", "deployments"],
  membership: { kind: "state", opened: pr.mergedAt, closed: pr.deployedAt },
  only: sql`
    item.merged_at is not null
    and item.repository_id in (
      select made.repository_id
      from pulse.deployments as made
      where made.is_production
        and made.finished_at is not null
    )
    and exists (
      select
      from pulse.pull_requests as merged
      join pulse.commits as made
        on made.repository_id = merged.repository_id
        and made.sha = merged.merge_commit_sha
      where merged.repository_id = item.repository_id
        and merged.id = item.id
    )
  `,
  measure: waited,
  value: { total: count, p50_waited: { ...median, unit: "seconds" } },
  itemValue: { of: waited, unit: "seconds" },
};
