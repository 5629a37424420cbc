import { sql, type RawBuilder } from "kysely";

type Said = { readonly table: RawBuilder<unknown>; readonly at: RawBuilder<unknown> };

const said: readonly Said[] = [
  { table: sql`pulse.issues`, at: sql`created_at` },
  { table: sql`pulse.pull_requests`, at: sql`created_at` },
  { table: sql`pulse.issue_comments`, at: sql`created_at` },
  { table: sql`pulse.review_comments`, at: sql`created_at` },
  { table: sql`pulse.reviews`, at: sql`submitted_at` },
];

/** Texts that are older than their workspace keeps them; `whose` says of which workspaces, called `workspace`. */
export const countTexts = (whose: RawBuilder<unknown>): RawBuilder<{ n: number }> => sql`
  select (${sql.join(
    said.map(
      ({ table, at }) => sql`(
        select count(*)
        from pulse.workspaces as workspace
        join ${table} as said
          on said.workspace_id = workspace.id
          and said.body is not null
          and said.${at} < now() - make_interval(days => workspace.text_days)
        where workspace.text_days is not null
          and ${whose}
      )`,
    ),
    sql` + `,
  )}) as n
`;

/** One statement per table, each of at most `rows` texts: they become null. */
export function forgetTexts(rows: number): readonly RawBuilder<unknown>[] {
  return said.map(
    ({ table, at }) => sql`
      update ${table}
      set body = null
      where (repository_id, id) in (
        select said.repository_id, said.id
        from pulse.workspaces as workspace
        join ${table} as said
          on said.workspace_id = workspace.id
          and said.body is not null
          and said.${at} < now() - make_interval(days => workspace.text_days)
        where workspace.text_days is not null
        order by said.repository_id, said.id
        limit ${rows}
      )
    `,
  );
}
