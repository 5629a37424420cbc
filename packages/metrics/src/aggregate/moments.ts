import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import type { GroupInput } from "./group-input.ts";

type Part = {
  readonly name: "window" | "previous" | "series";
  readonly key: string | null;
  /** When to look: at a time of the wall clock, at an instant, or (both null) at the end of the window. */
  readonly wall: string | null;
  readonly at: Date | null;
  readonly startsAt: Date;
};

/**
 * The instants at which open items are counted, one row per part and repository. A repository is looked at no later than its own `as_of`
 * and only when its part of the window has begun by then, so a stale one keeps its last state in a series and has none in a later window.
 */
export function momentRows({ scope, reach, periods }: GroupInput): Expression {
  const end = reach.end ?? scope.to;
  const parts: readonly Part[] = [
    { name: "window", key: null, wall: null, at: null, startsAt: scope.from.at },
    { name: "previous", key: null, wall: null, at: scope.from.at, startsAt: reach.previousFrom },
    ...periods.map(({ key, endMs }): Part => {
      const wall = endMs === end.wallMs ? null : new Date(endMs).toISOString().slice(0, -1);
      return { name: "series", key, wall, at: null, startsAt: scope.from.at };
    }),
  ];
  return sql`
    select part.name, part.key, scope.repository_id, scope.full_name, looked.at
    from unnest(
      ${parts.map((part) => part.name)}::text[],
      ${parts.map((part) => part.key)}::text[],
      ${parts.map((part) => part.wall)}::timestamp[],
      ${parts.map((part) => part.at)}::timestamptz[],
      ${parts.map((part) => part.startsAt)}::timestamptz[]
    ) as part (name, key, wall, at, starts_at)
    cross join scope
    cross join lateral (
      select least(coalesce(part.wall at time zone ${scope.timeZone}, part.at, ${end.at}::timestamptz), scope.cut_at)
    ) as looked (at)
    where scope.cut_at > part.starts_at
      and (scope.known_from is null or scope.known_from < looked.at)
  `;
}

/** The one instant of a metric that is only known now: each repository's `as_of`. */
export const momentNow: Expression = sql`
  select 'window' as name, null::text as key, scope.repository_id, scope.full_name, scope.cut_at as at
  from scope
`;

/** The end of the window in each repository that can be seen in it: `to`, or its own `as_of` when that comes earlier. */
export function momentEnd({ scope, reach }: Pick<GroupInput, "scope" | "reach">): Expression {
  return sql`
    select scope.repository_id, scope.full_name, least(scope.cut_at, ${(reach.end ?? scope.to).at}::timestamptz) as at
    from scope
    where scope.cut_at > ${scope.from.at}
      and (scope.known_from is null or scope.known_from < ${scope.to.at})
  `;
}
