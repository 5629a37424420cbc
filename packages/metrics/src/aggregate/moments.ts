import { sql } from "kysely";

import type { Expression } from "../metric.ts";
import { firstInstant } from "../scope/first-instant.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { GroupInput } from "./group-input.ts";

/** An instant, or what the wall clock of the time zone shows then. */
type Edge = { readonly at: Date } | { readonly wallMs: number };

type Part = {
  readonly name: "window" | "previous" | "series";
  readonly key: string | null;
  readonly startsAt: Edge;
  readonly endsAt: Edge;
};

/**
 * The instants at which open items are counted, one row per part and repository: name, key, repository_id, full_name, starts_at and at.
 * A repository is looked at no later than its own `as_of`. What is asked of a stretch of time has no row once that ended before the part
 * began; a state keeps its last one through a series, and has none in a later window.
 */
export function momentRows(input: GroupInput): Expression {
  const { metrics, scope, reach } = input;
  const parts = partsOf(input);
  const seenFrom =
    metrics[0].membership.kind === "span"
      ? sql`part.starts_at`
      : sql`case when part.name = 'previous' then ${reach.previousFrom}::timestamptz else ${scope.from.at}::timestamptz end`;
  return sql`
    select part.name, part.key, scope.repository_id, scope.full_name, part.starts_at, looked.at
    from (
      ${instantsOf(scope, parts)}
    ) as part
    cross join scope
    cross join lateral (select least(part.ends_at, scope.cut_at)) as looked (at)
    where scope.cut_at > ${seenFrom}
      and (scope.known_from is null or scope.known_from < looked.at)
  `;
}

/** The ends of the periods of a series in order, one row each: key and ends_at. */
export function seriesEnds(input: GroupInput): Expression {
  return instantsOf(
    input.scope,
    partsOf(input).filter(({ name }) => name === "series"),
  );
}

/** The parts with their ends as instants, in order: name, key, starts_at, ends_at. */
function instantsOf(scope: Scope, parts: readonly Part[]): Expression {
  return sql`
      select
        given.name,
        given.key,
        coalesce(given.starts_at, ${firstInstant(sql`given.starts_wall`, sql`${scope.timeZone}`)}) as starts_at,
        coalesce(given.ends_at, ${firstInstant(sql`given.ends_wall`, sql`${scope.timeZone}`)}) as ends_at
      from unnest(
        ${parts.map((part) => part.name)}::text[],
        ${parts.map((part) => part.key)}::text[],
        ${parts.map((part) => atOf(part.startsAt))}::timestamptz[],
        ${parts.map((part) => wallOf(part.startsAt))}::timestamp[],
        ${parts.map((part) => atOf(part.endsAt))}::timestamptz[],
        ${parts.map((part) => wallOf(part.endsAt))}::timestamp[]
      ) as given (name, key, starts_at, starts_wall, ends_at, ends_wall)
  `;
}

function partsOf({ scope, reach, periods }: GroupInput): readonly Part[] {
  const end = reach.end ?? scope.to;
  const from = { at: scope.from.at };
  return [
    { name: "window", key: null, startsAt: from, endsAt: { at: end.at } },
    { name: "previous", key: null, startsAt: { at: reach.previousFrom }, endsAt: from },
    ...periods.map(({ key, startMs, endMs }): Part => {
      const startsAt = startMs === scope.from.wallMs ? from : { wallMs: startMs };
      const endsAt = endMs === end.wallMs ? { at: end.at } : { wallMs: endMs };
      return { name: "series", key, startsAt, endsAt };
    }),
  ];
}

function atOf(edge: Edge): Date | null {
  return "at" in edge ? edge.at : null;
}

function wallOf(edge: Edge): string | null {
  return "at" in edge ? null : new Date(edge.wallMs).toISOString().slice(0, -1);
}

/** The one instant of a metric that is only known now: each repository's `as_of`. */
export const momentNow: Expression = sql`
  select 'window' as name, null::text as key, scope.repository_id, scope.full_name, null::timestamptz as starts_at, scope.cut_at as at
  from scope
`;

/** The end of the window in each repository that can be seen in it: `to`, or its own `as_of` when that comes earlier. */
export function momentEnd({ scope, reach }: Pick<GroupInput, "scope" | "reach">): Expression {
  return sql`
    select
      scope.repository_id,
      scope.full_name,
      ${scope.from.at}::timestamptz as starts_at,
      least(scope.cut_at, ${(reach.end ?? scope.to).at}::timestamptz) as at
    from scope
    where scope.cut_at > ${scope.from.at}
      and (scope.known_from is null or scope.known_from < ${scope.to.at})
  `;
}
