import { sql } from "kysely";

import type { Aggregate, Expression, FactKind, Source } from "../metric.ts";
import type { Split } from "../query.ts";

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

export const acts: Source = {
  item: "act",
  view: withoutLabels(sql`metrics.contributor_acts`),
  details: {},
};

export const commits: Source = {
  item: "commit",
  view: withoutLabels(sql`metrics.default_branch_commits`),
  details: {},
};

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

function withoutLabels(view: Expression): Expression {
  return sql`(select act.*, null::text as author_login, '{}'::text[] as label_names from ${view} as act)`;
}
