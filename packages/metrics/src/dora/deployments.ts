import { sql } from "kysely";

import type { FactKind, Source } from "../metric.ts";
import type { Split } from "../query.ts";

/** What the numbers of deployments count: those of production, by the rule of their repository or posted, at their first success. */
export const deployments: Source = {
  item: "deployment",
  view: sql`metrics.deployment_timeline`,
  actedAt: null,
  details: {
    id: "number",
    source: "text",
    external_id: "text",
    environment: "text",
    ref: "text",
    sha: "text",
    url: "text",
    created_at: "instant",
    finished_at: "instant",
    changes: "number",
    has_failed: "flag",
    is_rework: "flag",
  },
};

/** Incidents come with issues and pull requests, or are posted; without deployments they say nothing. */
export const deploymentKinds: readonly FactKind[] = ["deployments"];

export const deploymentSplits: readonly Split[] = ["day", "week", "month", "repository"];

export const finishedAt = sql`item.finished_at`;

/** One pipeline that deploys several repositories is one deployment of each of them, and one altogether. */
export const deploymentKey = sql`item.deployment_key`;
