import { sql } from "kysely";

import type { Expression, Metric, Reading } from "../metric.ts";
import { named } from "../repo/contributors.ts";
import { isByOneOf, periodRows } from "../scope/people-filter.ts";
import { reviewKinds } from "./reviews.ts";

/**
 * What each person wrote or reviewed of what was merged, put together between the edges of windows: one row per person, repository and whether
 * it was reviewing, at the first of these merges; and one per member of a team at the beginning of each window, so that who did nothing is among
 * the people as well. Where no team is known and nobody was named, the team is whoever took part. Who was a member is asked of the instant at
 * which they opened it or reviewed. Of those that a team had when it was first read nobody knows since when: they always were.
 */
function peopleOf(repositoryIds: Expression, reading: Reading): Expression {
  const { edges, people } = reading;
  const [previousFrom, from, to] = edges;
  return sql`(
    with member as materialized (${people === null ? membersOfAnyTeam(repositoryIds) : periodRows(people)})
    select act.*, null::text as author_login, '{}'::text[] as label_names
    from (
      select
        taking.workspace_id, taking.repository_id, taking.author_id, min(taking.merged_at) as acted_at, min(taking.at) as took_part_at,
        taking.is_review, count(*) as acts, taking.is_bot
      from (${takingPart(repositoryIds, reading)}) as taking
      group by
        taking.workspace_id, taking.repository_id, taking.author_id, taking.is_review, taking.is_bot,
        width_bucket(taking.merged_at, ${inOrder(edges)}::timestamptz[])
      union all
      select
        repository.workspace_id, repository.id, present.account_id, present.at, present.took_part_at, 0, 0,
        coalesce(present.account_id in (select bot.id from metrics.bots as bot), false)
      from (
        select id, workspace_id
        from pulse.repositories
        where id = (select min(given.id) from unnest(${repositoryIds}) as given (id))
      ) as repository
      cross join lateral (
        select member.account_id, seen.from_at as at, greatest(seen.from_at, member.member_from) as took_part_at
        from member
        join (values (${previousFrom ?? null}::timestamptz, ${from ?? null}::timestamptz), (${from ?? null}::timestamptz, ${to ?? null}::timestamptz)) as seen (from_at, to_at)
          on member.member_from < seen.to_at
          and member.member_to > seen.from_at
      ) as present
    ) as act
  )`;
}

/** Each merge once for its author and once for each review of it, of those who count. */
function takingPart(repositoryIds: Expression, { from, to, people }: Reading): Expression {
  const isMerged = sql`life.repository_id = any (${repositoryIds}) and life.merged_at >= ${from} and life.merged_at < ${to}`;
  const author = { account: sql`act.pull_request_author_id`, at: sql`act.opened_at` };
  const person = { account: sql`act.author_id`, at: sql`act.at` };
  const counts =
    people === null
      ? sql`(not exists (select from member) or (${isMember(person)} and ${isMember(author)}))`
      : sql`${isByOneOf(people, person)} and ${isByOneOf(people, author)}`;
  return sql`
    select
      act.*,
      coalesce(act.author_id in (select bot.id from metrics.bots as bot), false)
      or coalesce(act.pull_request_author_id in (select bot.id from metrics.bots as bot), false) as is_bot
    from (
      select
        life.workspace_id, life.repository_id, life.author_id, life.merged_at, life.created_at as at, 0 as is_review,
        life.author_id as pull_request_author_id, life.created_at as opened_at
      from pulse.pull_request_timelines as life
      where ${isMerged}
      union all
      select
        life.workspace_id, life.repository_id, life.author_id, life.merged_at, life.submitted_at, 1, life.pull_request_author_id, life.opened_at
      from pulse.review_timelines as life
      join scope
        on scope.repository_id = life.repository_id
        and life.submitted_at < scope.cut_at
      where ${isMerged}
    ) as act
    where act.author_id is not null
      and ${counts}
  `;
}

function isMember({ account, at }: { readonly account: Expression; readonly at: Expression }): Expression {
  return sql`exists (
    select
    from member
    where member.account_id = ${account}
      and ${at} >= member.member_from
      and ${at} < member.member_to
  )`;
}

function inOrder(edges: readonly Date[]): readonly Date[] {
  return [...new Set(edges.map((edge) => edge.getTime()))].toSorted((a, b) => a - b).map((ms) => new Date(ms));
}

function membersOfAnyTeam(repositoryIds: Expression): Expression {
  return sql`
    select
      member.account_id,
      case
        when member.member_from > coalesce(team.members_read_since, min(member.member_from) over (partition by team.id)) then member.member_from
        else '-infinity'
      end as member_from,
      coalesce(member.member_to, 'infinity') as member_to
    from pulse.team_members as member
    join pulse.teams as team
      on team.workspace_id = member.workspace_id
      and team.id = member.team_id
    where member.workspace_id = (select workspace_id from pulse.repositories where id = any (${repositoryIds}) limit 1)
  `;
}

export const teamReviewParticipation: Metric = {
  id: "team.review_participation",
  title: "Review participation",
  definition:
    "The share of a team's people who reviewed at least one pull request of the team's that was merged in the window. The team is that of the people or teams asked for, else everybody who was in a team then; and where no team is known, whoever had a pull request merged or reviewed one. n is the number of people; the rows are they, by name.",
  unit: "ratio",
  direction: "up",
  source: { item: "member", view: peopleOf, actedAt: sql`item.took_part_at`, details: {} },
  needs: reviewKinds,
  membership: { kind: "event", at: sql`item.acted_at` },
  measure: sql`item.is_review`,
  thing: sql`item.author_id`,
  value: {
    people: { of: () => sql`count(distinct item.thing)`, whenEmpty: 0, unit: "count" },
    reviewers: {
      of: (measure) => sql`count(distinct item.thing) filter (where ${measure} = 1)`,
      whenEmpty: 0,
      unit: "count",
    },
    ratio: {
      of: (measure) => sql`
        count(distinct item.thing) filter (where ${measure} = 1)::double precision / nullif(count(distinct item.thing), 0)
      `,
      whenEmpty: null,
    },
  },
  splits: [],
  rows: {
    kind: "select",
    of: ({ view, isCounted }) =>
      named(
        sql`
          select
            item.author_id,
            null::text as author_name,
            bool_or(item.is_review = 1) as has_reviewed,
            coalesce(sum(item.acts) filter (where item.is_review = 1), 0)::integer as reviews
          from ${view} as item
          join moment
            on moment.repository_id = item.repository_id
            and item.acted_at >= moment.starts_at
            and item.acted_at < moment.at
          where ${isCounted}
          group by item.author_id
        `,
        sql`person.has_reviewed, person.reviews`,
      ),
  },
  itemValue: null,
};
