import { sql } from "kysely";

import type { Expression, Metric, Reading } from "../metric.ts";
import { named } from "../repo/contributors.ts";
import { isByOneOf, periodRows } from "../scope/people-filter.ts";
import { reviewKinds } from "./reviews.ts";

/**
 * One row per person and merge that they wrote or reviewed, at the instant of the merge; and one per member of a team at the beginning of each
 * window, so that who did nothing is among the people as well. Where no team is known and nobody was named, the team is whoever took part.
 * Who was a member is asked of the instant at which they opened it or reviewed. Of those that a team had when it was first read nobody knows
 * since when: they always were.
 */
function peopleOf(repositoryIds: Expression, { edges, people }: Reading): Expression {
  const [previousFrom, from, to] = edges;
  const named =
    people === null ? sql`true` : isByOneOf(people, { account: sql`life.author_id`, at: sql`life.created_at` });
  return sql`(
    with member as materialized (${people === null ? membersOfAnyTeam(repositoryIds) : periodRows(people)})
    select act.*, null::text as author_login, '{}'::text[] as label_names
    from (
      select
        life.workspace_id, life.repository_id, taking.account_id as author_id, life.merged_at as acted_at, taking.at as took_part_at,
        taking.is_review::integer as is_review,
        coalesce(taking.account_id in (select bot.id from metrics.bots as bot), false) or life.is_bot as is_bot
      from metrics.pull_request_timeline as life
      cross join lateral (
        select life.author_id, false, life.created_at
        union all
        select review.author_id, true, review.submitted_at
        from pulse.reviews as review
        where review.repository_id = life.repository_id
          and review.pull_request_id = life.id
          and review.author_id is distinct from life.author_id
          and review.state <> 'pending'
          and exists (
            select
            from scope
            where scope.repository_id = review.repository_id
              and review.submitted_at < scope.cut_at
          )
      ) as taking (account_id, is_review, at)
      where life.repository_id = any (${repositoryIds})
        and life.merged_at is not null
        and taking.account_id is not null
        and ${named}
        and (
          ${people !== null}::boolean
          or not exists (select from member)
          or (
            exists (
              select
              from member
              where member.account_id = taking.account_id
                and taking.at >= member.member_from
                and taking.at < member.member_to
            )
            and exists (
              select
              from member
              where member.account_id = life.author_id
                and life.created_at >= member.member_from
                and life.created_at < member.member_to
            )
          )
        )
      union all
      select
        repository.workspace_id, repository.id, present.account_id, present.at, present.took_part_at, 0,
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

function membersOfAnyTeam(repositoryIds: Expression): Expression {
  return sql`
    select
      account_id,
      case when member_from = min(member_from) over (partition by team_id) then '-infinity' else member_from end as member_from,
      coalesce(member_to, 'infinity') as member_to
    from pulse.team_members
    where workspace_id = (select workspace_id from pulse.repositories where id = any (${repositoryIds}) limit 1)
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
            count(*) filter (where item.is_review = 1)::integer as reviews
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
