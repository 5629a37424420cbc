import { withWorkspace, type Tx } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { activityKinds, activitySources, type ActivityKind } from "./activity-kinds.ts";

export type ActivityEntry = {
  readonly kind: ActivityKind;
  /** With the id, what tells it from every other entry. */
  readonly source: string;
  readonly id: number;
  readonly at: Date;
  readonly repository: string;
  /** Of the issue or pull request that it is about. */
  readonly number: number | null;
  readonly title: string | null;
  readonly isPullRequest: boolean;
  readonly actor: string | null;
  /** What came of it: a review's state, a run's name and conclusion, a release's name. */
  readonly detail: string | null;
  /** What GitHub's address of it ends in. */
  readonly link: string | null;
};

/** Where the next page begins: everything older than this. */
const cursorSchema = z.object({
  at: z.iso.datetime({ offset: true }),
  source: z.string().max(40),
  id: z.number().int(),
});

// A page looks back this far, so that a rare person or kind costs no walk through everything.
const reachDays = 90;

/** What happened, newest first, from the facts themselves: what was imported, read or sent alike. */
export const listActivity = defineAction({
  name: "list_activity",
  summary:
    "List what happened in the workspace, newest first: issues, pull requests, reviews, comments, releases, runs, deployments",
  scope: "read",
  input: z.object({
    repositories: z
      .array(z.string().max(200))
      .max(500)
      .default([])
      .describe("these only, as OWNER/NAME; all unless given"),
    kinds: z.array(z.enum(activityKinds)).default([]).describe("these kinds only; all unless given"),
    person: z.string().trim().max(100).nullish().describe("what this login did"),
    before: cursorSchema.nullish().describe("the cursor of the page before"),
    limit: z.number().int().min(1).max(100).default(50),
  }),
  run: async (ctx, { repositories, kinds, person, before, limit }) =>
    await withWorkspace(ctx.db, ctx.actor, async (tx) => {
      const places = await findPlaces(tx, repositories);
      const until = before ?? { at: ctx.clock.now().toISOString(), source: "~", id: 0 };
      const newest = before === null || before === undefined ? await findNewest(tx, places) : new Date(before.at);
      const from = new Date(Math.min(newest.getTime(), Date.parse(until.at)) - reachDays * 86_400_000);
      const entries = await readEntries(tx, {
        places,
        kinds: kinds.length === 0 ? activityKinds : kinds,
        person: person === null || person === undefined || person === "" ? null : person,
        until,
        from,
        limit: limit + 1,
      });
      const page = entries.slice(0, limit);
      const last = page.at(-1);
      if (entries.length > limit && last !== undefined) {
        return { entries: page, from, next: { at: last.at.toISOString(), source: last.source, id: last.id } };
      }
      const isMoreBefore = await hasItemsBefore(tx, { places, from });
      return { entries: page, from, next: isMoreBefore ? { at: from.toISOString(), source: "~", id: 0 } : null };
    }),
});

type ReadInput = {
  readonly places: readonly number[];
  readonly kinds: readonly ActivityKind[];
  readonly person: string | null;
  readonly until: z.output<typeof cursorSchema>;
  readonly from: Date;
  readonly limit: number;
};

async function findPlaces(tx: Tx, names: readonly string[]): Promise<number[]> {
  const wanted = names.map((name) => name.toLowerCase());
  const found = await sql<{ id: number }>`
    select id
    from pulse.repositories as repository
    where ${shownRepository}
      and (${wanted.length === 0} or lower(full_name) = any(${wanted}::text[]))
    order by id
  `.execute(tx);
  return found.rows.map(({ id }) => id);
}

/** Old archives end long ago: their last days are the newest there are. */
async function findNewest(tx: Tx, places: readonly number[]): Promise<Date> {
  const found = await sql<{ at: Date | null }>`
    select max(covered_to) as at
    from pulse.sync_state
    where repository_id = any(${places}::bigint[])
  `.execute(tx);
  return found.rows[0]?.at ?? new Date(8.64e15);
}

/**
 * Each kind gives its newest few of each repository by an index, and the newest of all of these are kept. Ties in time are broken by source and
 * id, so that a page neither repeats nor skips what happened in the same second.
 */
async function readEntries(tx: Tx, { places, kinds, person, until, from, limit }: ReadInput): Promise<ActivityEntry[]> {
  const byPerson = sql`(select account.id from pulse.accounts as account where lower(account.login) = lower(${person}))`;
  const branches = kinds.flatMap((kind) =>
    activitySources[kind].map(
      ({ name, columns, from: table, at, account, where }) => sql`
        select ${kind}::text as kind, ${name}::text as source, place.id as repository_id, newest.*
        from unnest(${places}::bigint[]) as place (id)
        cross join lateral (
          select ${columns}
          from ${table} as fact
          where fact.repository_id = place.id
            and ${at} >= ${from}
            and ${at} <= ${until.at}
            and (${at}, ${name}::text collate "C", fact.id) < (${until.at}::timestamptz, ${until.source}::text collate "C", ${until.id}::bigint)
            and ${where}
            and (${person}::text is null or ${account} = ${byPerson})
          order by ${at} desc, fact.id desc
          limit ${limit}
        ) as newest
      `,
    ),
  );
  const found = await sql<ActivityEntry>`
    with entry as (
      select *
      from (${sql.join(branches, sql` union all `)}) as all_entries
      order by at desc, source collate "C" desc, id desc
      limit ${limit}
    )
    select
      entry.kind,
      entry.source,
      entry.id,
      entry.at,
      repository.full_name as repository,
      coalesce(issue.number, pull_request.number) as number,
      coalesce(issue.title, pull_request.title) as title,
      pull_request.id is not null as is_pull_request,
      account.login as actor,
      entry.detail,
      entry.link
    from entry
    join pulse.repositories as repository on repository.id = entry.repository_id
    left join pulse.issues as issue on issue.repository_id = entry.repository_id and issue.id = entry.issue_id
    left join pulse.pull_requests as pull_request
      on pull_request.repository_id = entry.repository_id
      and pull_request.id = entry.pull_request_id
    left join pulse.accounts as account on account.workspace_id = repository.workspace_id and account.id = entry.account_id
    order by entry.at desc, entry.source collate "C" desc, entry.id desc
  `.execute(tx);
  return found.rows;
}

async function hasItemsBefore(
  tx: Tx,
  input: { readonly places: readonly number[]; readonly from: Date },
): Promise<boolean> {
  const found = await sql<{ isThere: boolean }>`
    select exists (
      select 1
      from unnest(${input.places}::bigint[]) as place (id)
      where exists (
          select 1 from pulse.issues as issue where issue.repository_id = place.id and issue.created_at < ${input.from}
        )
        or exists (
          select 1
          from pulse.pull_requests as pull_request
          where pull_request.repository_id = place.id
            and pull_request.created_at < ${input.from}
        )
    ) as is_there
  `.execute(tx);
  return found.rows[0]?.isThere ?? false;
}
