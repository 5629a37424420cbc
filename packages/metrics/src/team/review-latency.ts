import { sql } from "kysely";

import { spread } from "../aggregates.ts";
import { durationMetric, secondsBetween } from "../duration-metric.ts";
import type { Metric } from "../metric.ts";
import { named } from "../repo/contributors.ts";
import { reviews, reviewSplits, submittedAt } from "./reviews.ts";

const isFollowUp = sql`coalesce(item.answered_at >= coalesce(item.asked_at, '-infinity'), false)`;
const waited = sql`
  case when not ${isFollowUp} then ${secondsBetween(sql`greatest(item.ready_at, item.asked_at)`, submittedAt)} end
`;

/** Whoever has answered keeps nobody waiting until asked again: later reviews of the same person answer no new request, and have no latency. */
export const teamReviewLatency: Metric = {
  ...durationMetric({
    id: "team.review_latency",
    title: "Review latency",
    definition:
      "From when a pull request was ready for review, or its reviewer was asked by name if that came later, until that reviewer's review, of reviews submitted in the window. A person's further reviews count once they were asked again. The rows are the reviewers, by name: to find who is overloaded, and no ranking.",
    direction: "down",
    source: reviews,
    needs: ["pull_requests", "reviews"],
    at: submittedAt,
    seconds: waited,
    leftOut: [
      {
        reason: "follow_up",
        when: isFollowUp,
        text: "its reviewer had answered already, and was not asked again",
      },
    ],
  }),
  splits: reviewSplits,
  rows: {
    kind: "select",
    of: ({ view, isCounted }) =>
      named(
        sql`
          select
            answer.author_id,
            null::text as author_name,
            count(answer.waited)::integer as n,
            ${sql.join(Object.entries(spread).map(([name, { of }]) => sql`${of(sql`answer.waited`, sql`null`)} as ${sql.id(name)}`))}
          from (
            select item.author_id, ${waited} as waited
            from ${view} as item
            join moment
              on moment.repository_id = item.repository_id
              and item.submitted_at >= moment.starts_at
              and item.submitted_at < moment.at
            where ${isCounted}
            offset 0
          ) as answer
          where answer.waited >= 0
          group by answer.author_id
        `,
        sql`person.n, person.p50, person.p75, person.p90`,
      ),
  },
};
