import type { Tx } from "@pulse/db";
import { sql } from "kysely";

type Facts = {
  readonly repository: string;
  readonly number: number;
  readonly lines: number | null;
  readonly files: number | null;
  readonly isFirst: boolean;
  readonly asked: number;
  /** From being ready until anybody was asked to review; null when nobody was. */
  readonly askedAfterHours: number | null;
  /** ISO: Monday is 1. */
  readonly weekday: number;
};

const manyLines = 500;
const manyFiles = 20;
const lateHours = 8;
const weekdays = ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** What stored facts say of why pull requests waited, by `owner/name#number`. Reasons that may be, not causes that are. */
export async function explainWaits(
  tx: Tx,
  input: {
    readonly items: readonly { readonly repository: string; readonly number: number }[];
    readonly timeZone: string;
  },
): Promise<Map<string, string[]>> {
  const { items, timeZone } = input;
  const found = await sql<Facts>`
    select
      repository.full_name as repository,
      pull_request.number,
      timeline.lines,
      pull_request.changed_files as files,
      not exists (
        select
        from pulse.pull_requests as earlier
        where earlier.repository_id = pull_request.repository_id
          and earlier.author_id = pull_request.author_id
          and earlier.created_at < pull_request.created_at
      ) as is_first,
      request.asked,
      (extract(epoch from request.first_at - coalesce(timeline.ready_at, timeline.created_at)) / 3600)::float8 as asked_after_hours,
      extract(isodow from coalesce(timeline.ready_at, timeline.created_at) at time zone ${timeZone})::integer as weekday
    from unnest(
      ${items.map(({ repository }) => repository)}::text[], ${items.map(({ number }) => number)}::integer[]
    ) as wanted (full_name, number)
    join pulse.repositories as repository
      on lower(repository.full_name) = lower(wanted.full_name)
    join pulse.pull_requests as pull_request
      on pull_request.repository_id = repository.id
      and pull_request.number = wanted.number
    join pulse.pull_request_timelines as timeline
      on timeline.repository_id = pull_request.repository_id
      and timeline.pull_request_id = pull_request.id
    cross join lateral (
      select count(*)::integer as asked, min(requested.requested_at) as first_at
      from pulse.review_requests as requested
      where requested.repository_id = pull_request.repository_id
        and requested.pull_request_id = pull_request.id
    ) as request
  `.execute(tx);
  return new Map(found.rows.map((facts) => [`${facts.repository}#${facts.number}`, reasonsOf(facts)]));
}

function reasonsOf(facts: Facts): string[] {
  const { lines, files, asked, askedAfterHours, weekday } = facts;
  return [
    ...(asked === 0 ? ["nobody was asked to review it"] : []),
    ...(askedAfterHours !== null && askedAfterHours > lateHours
      ? [`a review was first asked for ${Math.round(askedAfterHours)} h after it was ready`]
      : []),
    ...((lines ?? 0) >= manyLines || (files ?? 0) >= manyFiles
      ? [`large: ${lines ?? "unknown"} lines in ${files ?? "unknown"} files`]
      : []),
    ...(weekday >= 5 ? [`ready on a ${weekdays[weekday]}`] : []),
    ...(facts.isFirst ? ["the first of its author in this repository"] : []),
  ];
}
