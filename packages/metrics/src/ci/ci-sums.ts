import { sql } from "kysely";

import type { Expression, Reading } from "../metric.ts";
import { coverWeeks } from "../repo/cover-weeks.ts";

type Kind = "duration" | "minutes" | "wait";

/**
 * What pulse.ci_weeks and pulse.ci_spans keep of one kind: each run or job of the weeks in which an edge lies, and of the others each measure
 * with the number of those that had it. For nothing but windows, repositories are added up as well, and a row then names any one of them.
 */
export function ciSums(kind: Kind): (repositoryIds: Expression, reading: Reading) => Expression {
  return (repositoryIds, reading) => {
    const { from, to, edges, isOneEntry, split } = reading;
    const { cut, spans, single } = coverWeeks({ from, to, edges, longest: isOneEntry === null ? undefined : 1 });
    const isOneOf = (row: Expression) => sql`${row}.repository_id = any (${repositoryIds}) and ${row}.kind = ${kind}`;
    const entries = sql`
      select week.workspace_id, week.repository_id, week.workflow_name, week.label_names, entry.at as belongs_at, entry.measure, 1 as weight
      from pulse.ci_weeks as week
      cross join lateral unnest(week.belongs_at, week.measures) as entry (at, measure)
      where ${isOneOf(sql`week`)}
        and week.week_on = any (${[...cut, ...single]}::date[])
      union all
      select span.workspace_id, span.repository_id, span.workflow_name, span.label_names, span.first_at, entry.measure, entry.n
      from pulse.ci_spans as span
      cross join lateral unnest(span.measures, span.counts) as entry (measure, n)
      where ${isOneOf(sql`span`)}
        and (span.weeks, span.starts_on) in (
          select weeks, starts_on
          from unnest(${spans.map(({ weeks }) => weeks)}::integer[], ${spans.map(({ startsOn }) => startsOn)}::date[]) as span (weeks, starts_on)
        )
    `;
    const rows = isOneEntry === null && split !== "repository" ? addedUp(entries, reading) : entries;
    return sql`(
      select entry.*, null::bigint as author_id, null::text as author_login, false as is_bot
      from (${rows}) as entry
    )`;
  };
}

function addedUp(entries: Expression, { from, to, edges, split }: Reading): Expression {
  const inOrder = [...new Set(edges.map((edge) => edge.getTime()))].toSorted((a, b) => a - b).map((ms) => new Date(ms));
  const keys = [
    sql`entry.measure`,
    sql`width_bucket(entry.belongs_at, ${inOrder}::timestamptz[])`,
    ...(split === "workflow" ? [sql`entry.workflow_name`] : []),
    ...(split === "label" ? [sql`entry.label_names`] : []),
  ];
  return sql`
    select
      min(entry.workspace_id) as workspace_id,
      (select last.repository_id from scope as last order by last.cut_at desc limit 1) as repository_id,
      ${split === "workflow" ? sql`entry.workflow_name` : sql`null::text`} as workflow_name,
      ${split === "label" ? sql`entry.label_names` : sql`'{}'::text[]`} as label_names,
      min(entry.belongs_at) as belongs_at,
      entry.measure,
      sum(entry.weight) as weight
    from (${entries}) as entry
    join scope
      on scope.repository_id = entry.repository_id
      and entry.belongs_at < scope.cut_at
    where entry.belongs_at >= ${from}
      and entry.belongs_at < ${to}
    group by ${sql.join(keys)}
  `;
}
