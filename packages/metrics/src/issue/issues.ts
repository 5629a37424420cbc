import { sql } from "kysely";

import type { Aggregate, Expression, FactKind, LeftOut, Metric, Source } from "../metric.ts";

/** What every issue.* number counts: one row per issue with the instants of its life. A pull request is never among them. */
export const issues: Source = {
  item: "issue",
  view: sql`metrics.issue_timeline`,
  actedAt: sql`item.created_at`,
  details: {
    created_at: "instant",
    first_response_at: "instant",
    closed_at: "instant",
    updated_at: "instant",
  },
};

/** The columns of the timeline, as expressions. */
export const issue = {
  createdAt: sql`item.created_at`,
  firstResponseAt: sql`item.first_response_at`,
  closedAt: sql`item.closed_at`,
} as const;

/** What a first response is found in. */
export const responseKinds: readonly FactKind[] = ["issues", "issue_comments"];

export const notAnswered: LeftOut = {
  reason: "not_yet",
  when: sql`item.first_response_at is null`,
  text: "nobody but its author has answered yet",
};

/** Narrower lists of open issues: without an answer, and among them those that have waited longer than the workspace allows. */
export const openFilters: Readonly<Record<"past_sla" | "unanswered", Expression>> = {
  unanswered: sql`item.first_response_at is null`,
  past_sla: sql`item.first_response_at is null and item.created_at < moment.at - item.response_sla`,
};

/** The openings and closings of a window; an issue is in both when it was opened and closed in it. */
export const flow: Pick<Metric, "source" | "needs" | "membership" | "measure" | "itemValue"> = {
  source: issues,
  needs: ["issues"],
  membership: { kind: "flow", opened: issue.createdAt, closed: issue.closedAt },
  measure: sql`item.is_opening::integer`,
  itemValue: null,
};

/** How many of a group were openings, and how many closings, out of the measure of `flow`. */
export function openings(measure: Expression): Expression {
  return sql`count(*) filter (where ${measure} = 1)`;
}

export function closings(measure: Expression): Expression {
  return sql`count(*) filter (where ${measure} = 0)`;
}

const wasOpened = 1;
const wasClosed = 2;
const isOpen = 4;

/** What became of an issue in a window, as a sum of flags: one measure that three counts are read from. */
export const fate: Expression = sql`
  case when item.created_at >= moment.starts_at then ${sql.lit(wasOpened)} else 0 end
  + case when item.closed_at < moment.at then ${sql.lit(wasClosed)} else ${sql.lit(isOpen)} end
`;

/** The numbers of opened, closed and open issues, out of `fate`. */
export const fates: Readonly<Record<"opened" | "closed" | "open", Aggregate>> = {
  opened: countFates(wasOpened + wasClosed, wasOpened + isOpen),
  closed: countFates(wasClosed, wasOpened + wasClosed),
  open: countFates(isOpen, wasOpened + isOpen),
};

function countFates(one: number, other: number): Aggregate {
  return {
    of: (measure) => sql`count(*) filter (where ${measure} = ${sql.lit(one)} or ${measure} = ${sql.lit(other)})`,
    whenEmpty: 0,
  };
}
