import { sql } from "kysely";

import type { Expression } from "../metric.ts";

/** From when until when somebody was in a team that is asked for; null where it has no beginning or no end. */
export type MemberPeriod = { readonly id: number; readonly from: Date | null; readonly to: Date | null };

/** Whose items count, and when: those named by their login at any time, members of a team as long as they were. */
export type PeopleFilter = {
  readonly always: readonly number[];
  /** One per stretch of time, with everybody whose membership it was; only of people who are not among the others. */
  readonly periods: readonly {
    readonly ids: readonly number[];
    readonly from: Date | null;
    readonly to: Date | null;
  }[];
};

/** Teams are read as lists, so most members share their period: a condition then has a few comparisons, and not one per member. */
export function peopleFilterOf(people: readonly MemberPeriod[]): PeopleFilter {
  const always = new Set(people.flatMap(({ id, from, to }) => (from === null && to === null ? [id] : [])));
  const dated = people.filter(({ id }) => !always.has(id));
  const byPeriod = Map.groupBy(dated, ({ from, to }) => `${from?.getTime()} ${to?.getTime()}`);
  return {
    always: [...always],
    periods: [...byPeriod.values()].flatMap((members) => {
      const [first] = members;
      return first === undefined
        ? []
        : [{ ids: [...new Set(members.map(({ id }) => id))], from: first.from, to: first.to }];
    }),
  };
}

/** Whether what an account did at an instant counts. */
export function isByOneOf(
  { always, periods }: PeopleFilter,
  { account, at }: { readonly account: Expression; readonly at: Expression },
): Expression {
  if (periods.length === 0) return sql`${account} = any (${always}::bigint[])`;
  const conditions = periods.map(
    ({ ids, from, to }) => sql`(
      ${account} = any (${ids}::bigint[])
      and ${from === null ? sql`true` : sql`${at} >= ${from}`}
      and ${to === null ? sql`true` : sql`${at} < ${to}`}
    )`,
  );
  // The first line alone lets an index by author be used.
  return sql`(
    ${account} = any (${[...new Set([...always, ...periods.flatMap(({ ids }) => ids)])]}::bigint[])
    and (${account} = any (${always}::bigint[]) or ${sql.join(conditions, sql` or `)})
  )`;
}

/** The instants at which somebody begins or ceases to count. */
export function edgesOf({ periods }: PeopleFilter): readonly Date[] {
  return periods.flatMap(({ from, to }) => [from, to].flatMap((edge) => edge ?? []));
}

/** The same as rows of account_id, member_from and member_to. */
export function periodRows({ always, periods }: PeopleFilter): Expression {
  const rows = [
    ...always.map((id) => ({ id, from: null, to: null })),
    ...periods.flatMap(({ ids, from, to }) => ids.map((id) => ({ id, from, to }))),
  ];
  return sql`
    select account_id, coalesce(member_from, '-infinity') as member_from, coalesce(member_to, 'infinity') as member_to
    from unnest(
      ${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ from }) => from)}::timestamptz[], ${rows.map(({ to }) => to)}::timestamptz[]
    ) as person (account_id, member_from, member_to)
  `;
}
