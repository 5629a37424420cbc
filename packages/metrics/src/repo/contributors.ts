import { sql } from "kysely";

import type { Aggregate, Expression, FactKind, Reading, Source } from "../metric.ts";
import type { Split } from "../query.ts";
import { coverWeeks } from "./cover-weeks.ts";

/** What contributors do. Commits of the default branch count as well where git was read; archives have none. */
export const contributorKinds: readonly FactKind[] = [
  "issues",
  "pull_requests",
  "issue_comments",
  "reviews",
  "review_comments",
];

/** What people did can be split by when and where; it has no labels, and a number of people is none per author. */
export const contributorSplits: readonly Split[] = ["day", "week", "month", "repository"];

const actedAt = sql`item.acted_at`;

/** Acts of people, most of them a week of one person at a time; see `actsOf`. */
export const acts: Source = { item: "act", view: actsOf, actedAt, details: {} };

export const commits: Source = { item: "commit", view: actsOf, actedAt, details: {} };

/**
 * What somebody did in a week or in several, as one row at the instant of its first act, where all of it lies within one window and one
 * entry of a series. The acts of the other weeks stand alone.
 */
function actsOf(repositoryIds: Expression, { from, to, edges, isOneEntry }: Reading): Expression {
  const { cut, spans, single } = coverWeeks({ from, to, edges, longest: isOneEntry === null ? undefined : 1 });
  const isOneOf = sql`week.repository_id = any (${repositoryIds})`;
  const isUncut = isOneEntry === null ? sql`true` : isOneEntry(sql`week.first_acted_at`, sql`week.last_acted_at`);
  const isCut = sql`week.week_on = any (${cut}::date[])`;
  const isWhole = sql`week.week_on = any (${single}::date[])`;
  return sql`(
    select ${wholeColumns}
    from metrics.contributor_spans as week
    where ${isOneOf}
      and (week.weeks, week.starts_on) in (
        select weeks, starts_on
        from unnest(${spans.map(({ weeks }) => weeks)}::integer[], ${spans.map(({ startsOn }) => startsOn)}::date[]) as span (weeks, starts_on)
      )
    union all
    select ${wholeColumns}
    from metrics.contributor_weeks as week
    where ${isOneOf}
      and ${isWhole}
      and ${isUncut}
    union all
    select
      week.workspace_id, week.repository_id, week.author_id, week.author_name, null::text as author_login, week.is_bot,
      '{}'::text[] as label_names, act.acted_at, act.acted_at as last_acted_at, (act.kind = 'c')::integer as commits,
      (act.kind = 'i')::integer as issues, (act.kind = 'p')::integer as pull_requests, (act.kind = 'r')::integer as reviews,
      (act.kind = 's')::integer as comments
    from metrics.contributor_weeks as week
    cross join lateral unnest(week.acted_at, week.kinds) as act (acted_at, kind)
    where ${isOneOf}
      and ${isOneEntry === null ? isCut : sql`(${isCut} or ${isWhole} and not ${isUncut})`}
  )`;
}

const wholeColumns = sql`
  week.workspace_id, week.repository_id, week.author_id, week.author_name, null::text as author_login, week.is_bot,
  '{}'::text[] as label_names, week.first_acted_at as acted_at, week.last_acted_at, week.commits, week.issues, week.pull_requests,
  week.reviews, week.comments
`;

/**
 * The first act of each contributor in each repository. `is_first` is true in one of the repositories asked for, the one where the person
 * came first, so that nobody is new twice. Acts that lie beyond a repository's `as_of` are not seen.
 */
export const firstActs: Source = {
  item: "act",
  view: (repositoryIds) => sql`(
    select
      act.workspace_id,
      act.repository_id,
      act.author_id,
      act.author_name,
      null::text as author_login,
      act.is_bot,
      '{}'::text[] as label_names,
      act.acted_at,
      row_number() over (partition by act.author_id order by act.acted_at, act.repository_id) = 1 as is_first
    from metrics.first_acts as act
    join scope on scope.repository_id = act.repository_id
    where act.repository_id = any (${repositoryIds})
      and act.acted_at < scope.cut_at
  )`,
  actedAt,
  details: {},
};

export const people: Aggregate = { of: () => sql`count(distinct item.author_id)`, whenEmpty: 0 };

/** Rows of people called `person`, which have author_id and author_name, with the login and name of their accounts; by name, since a view of people is no ranking. */
export function named(people: Expression, columns: Expression): Expression {
  return sql`
    select account.login, coalesce(account.name, person.author_name) as name, ${columns}
    from (${people}) as person
    left join metrics.accounts as account on account.id = person.author_id
    order by lower(coalesce(account.login, person.author_name)) collate "C", person.author_id
  `;
}
