import type { Tx } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";

type ItemKey = { readonly kind: "issue" | "pull_request"; readonly repositoryId: number; readonly id: number };

export type FoundItem = {
  readonly kind: "issue" | "pull_request";
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  readonly author: string | null;
  readonly updatedAt: Date;
};

// The newest of so many are found in some ten milliseconds; a word in more titles than these says too little to be worth more.
const mostLookedAt = 5_000;

type Asked = { readonly workspaceId: number; readonly text: string; readonly limit: number };

/**
 * The newest items whose titles have all the words. `tx` must be the service's: nothing but the workspace given here keeps others' away, so
 * the result is keys alone, to be read as the one who asks.
 */
export async function findByWords(
  tx: Tx,
  { workspaceId, text, limit }: Asked,
): Promise<{ readonly keys: readonly ItemKey[]; readonly isCommon: boolean }> {
  const matches = (table: "issues" | "pull_requests") => sql`
    select item.repository_id, item.id, item.updated_at
    from pulse.${sql.ref(table)} as item
    where pulse.words_of(item.title) @@ (select query from asked)
      and item.deleted_at is null
      and item.workspace_id = ${workspaceId}
      and item.repository_id in (
        select repository.id
        from pulse.repositories as repository
        where repository.workspace_id = ${workspaceId}
          and ${shownRepository}
      )
    limit ${mostLookedAt + 1}
  `;
  const found = await sql<ItemKey & { readonly isCommon: boolean }>`
    with
    word as (
      select word, place, count(*) over () as words
      from regexp_split_to_table(lower(${text}), '[[:punct:][:space:][:cntrl:]]+') with ordinality as split (word, place)
      where word <> ''
    ),
    -- The last word may be unfinished, unless it is a single letter, which would be most of the dictionary.
    asked as materialized (
      select to_tsquery(
        'simple',
        string_agg(
          quote_literal(word) || case when place = (select max(place) from word) and length(word) > 1 then ':*' else '' end,
          ' & '
        )
      ) as query
      from word
    ),
    issue as materialized (${matches("issues")}),
    pull_request as materialized (${matches("pull_requests")})
    select
      found.kind,
      found.repository_id,
      found.id,
      (select count(*) from issue) > ${mostLookedAt} or (select count(*) from pull_request) > ${mostLookedAt} as is_common
    from (
      select 'issue' as kind, * from issue
      union all
      select 'pull_request', * from pull_request
    ) as found
    order by found.updated_at desc, found.repository_id, found.id
    limit ${limit}
  `.execute(tx);
  return {
    keys: found.rows.map(({ kind, repositoryId, id }) => ({ kind, repositoryId, id })),
    isCommon: found.rows[0]?.isCommon ?? false,
  };
}

/** The items with a number, of one repository or of all. */
export async function findByNumber(
  tx: Tx,
  input: { readonly workspaceId: number; readonly number: number; readonly repository: string | null },
): Promise<readonly ItemKey[]> {
  const { workspaceId, number, repository: name } = input;
  const found = await sql<ItemKey>`
    with place as (
      select repository.id
      from pulse.repositories as repository
      where repository.workspace_id = ${workspaceId}
        and ${shownRepository}
        and (${name}::text is null or lower(repository.full_name) = lower(${name}))
    )
    select 'issue' as kind, item.repository_id, item.id, item.updated_at
    from place
    join pulse.issues as item on item.repository_id = place.id and item.number = ${number}
    where item.deleted_at is null
    union all
    select 'pull_request', item.repository_id, item.id, item.updated_at
    from place
    join pulse.pull_requests as item on item.repository_id = place.id and item.number = ${number}
    where item.deleted_at is null
    order by updated_at desc, repository_id, id
  `.execute(tx);
  return found.rows.map(({ kind, repositoryId, id }) => ({ kind, repositoryId, id }));
}

/** The items of these keys, each once and in their order, as far as the reader may see them. */
export async function readItems(
  tx: Tx,
  { keys }: { readonly keys: readonly ItemKey[] },
): Promise<readonly FoundItem[]> {
  if (keys.length === 0) return [];
  const rowsOf = (kind: ItemKey["kind"]) => sql`
    select
      asked.place,
      asked.kind,
      repository.full_name as repository,
      item.number,
      item.title,
      item.state,
      account.login as author,
      item.updated_at
    from asked
    join pulse.${sql.ref(kind === "issue" ? "issues" : "pull_requests")} as item
      on item.repository_id = asked.repository_id
      and item.id = asked.id
    join pulse.repositories as repository
      on repository.id = item.repository_id
      and ${shownRepository}
    left join pulse.accounts as account
      on account.workspace_id = item.workspace_id
      and account.id = item.author_id
    where asked.kind = ${kind}
  `;
  const found = await sql<FoundItem & { readonly place: number }>`
    with asked as (
      select kind, repository_id, id, min(place) as place
      from unnest(
        ${keys.map(({ kind }) => kind)}::text[],
        ${keys.map(({ repositoryId }) => repositoryId)}::bigint[],
        ${keys.map(({ id }) => id)}::bigint[]
      ) with ordinality as given (kind, repository_id, id, place)
      group by kind, repository_id, id
    )
    ${rowsOf("issue")}
    union all
    ${rowsOf("pull_request")}
    order by place
  `.execute(tx);
  return found.rows.map(({ place: _place, ...item }) => item);
}
