// Erasing: whoever did something stays somebody, so that every number stays, but nobody can say who it was.
import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/** Somebody of a workspace, as an account or as an address that only commits tell. */
export type Erasable = {
  readonly workspaceId: number;
  /** Null for whoever has no account. */
  readonly accountId: number | null;
  readonly githubId: number | null;
  /** The login, or the address of whoever has none. */
  readonly name: string;
  /** Addresses that their commits give. */
  readonly emails: readonly string[];
  /** What stands for them from then on. */
  readonly ghost: string;
};

/** Who is called so: by login, or by the address of commits of nobody's account. Null when nobody is. */
export async function findErasable(
  tx: Tx,
  input: { readonly workspaceId: number; readonly name: string },
): Promise<Erasable | null> {
  const found = await sql<Erasable>`
    select
      account.workspace_id, account.id as account_id, account.github_id, account.login as name, 'ghost#' || account.id as ghost,
      array(
        select distinct lower(made.author_email)
        from pulse.commits as made
        where made.workspace_id = account.workspace_id
          and made.author_id = account.id
          and made.author_email <> ''
        order by 1
      ) as emails
    from pulse.accounts as account
    where account.workspace_id = ${input.workspaceId}
      and lower(account.login) = lower(${input.name})
      and account.login not like 'ghost#%'
    union all
    select
      ${input.workspaceId}::bigint, null, null, lower(${input.name}),
      'ghost#m' || (select count(*) + 1 from pulse.erased_people where workspace_id = ${input.workspaceId}), array[lower(${input.name})]
    where ${input.name} like '%@%'
      and exists (
        select
        from pulse.commits as made
        where made.workspace_id = ${input.workspaceId}
          and made.author_id is null
          and lower(made.author_email) = lower(${input.name})
      )
    limit 1
  `.execute(tx);
  return found.rows[0] ?? null;
}

/** Puts the ghost in the place of a person, in everything that is stored, and remembers by hashes whom not to bring back. */
export async function erasePerson(tx: Tx, person: Erasable): Promise<void> {
  await remember(tx, person);
  if (person.accountId !== null) {
    await eraseAccount(tx, person, person.accountId);
    await eraseTexts(tx, person, person.accountId);
  }
  await eraseCommits(tx, person);
  await eraseMentions(tx, person);
}

async function remember(tx: Tx, { workspaceId, accountId, githubId, name, emails, ghost }: Erasable): Promise<void> {
  const known = [
    ...(accountId === null ? [] : [{ kind: "login", value: name, ghost }]),
    ...(githubId === null ? [] : [{ kind: "id", value: String(githubId), ghost }]),
    // Each address stays somebody of its own where it was: the numbers of people must not change.
    ...emails.map((email, index) => ({ kind: "email", value: email, ghost: `${ghost}.${index + 1}` })),
  ];
  await sql`
    insert into pulse.erased_people (workspace_id, hash, ghost)
    select ${workspaceId}, pulse.hash_of_person(kind, value), ghost
    from json_to_recordset(${JSON.stringify(known)}::json) as row (kind text, value text, ghost text)
    on conflict (workspace_id, hash) do update set ghost = excluded.ghost
  `.execute(tx);
}

async function eraseAccount(tx: Tx, { workspaceId, name, ghost }: Erasable, accountId: number): Promise<void> {
  await sql`
    update pulse.accounts
    set login = ${ghost}, name = null, avatar_url = null, github_id = null, node_id = null
    where workspace_id = ${workspaceId}
      and id = ${accountId}
  `.execute(tx);
  await sql`
    update pulse.workspaces
    set bot_logins = array(
      select case when lower(login) = lower(${name}) then ${ghost} else login end
      from unnest(bot_logins) with ordinality as listed (login, position)
      order by position
    )
    where id = ${workspaceId}
  `.execute(tx);
}

/** The triggers that keep texts of erased people out rewrite what is touched here. */
async function eraseTexts(tx: Tx, { workspaceId, name }: Erasable, accountId: number): Promise<void> {
  await sql`
    update pulse.incidents as incident
    set title = pulse.erased_text(incident.title)
    from (
      select repository_id, title from pulse.issues where workspace_id = ${workspaceId} and author_id = ${accountId}
      union
      select repository_id, title from pulse.pull_requests where workspace_id = ${workspaceId} and author_id = ${accountId}
    ) as theirs
    where incident.workspace_id = ${workspaceId}
      and incident.repository_id = theirs.repository_id
      and incident.title = theirs.title
  `.execute(tx);
  for (const [table, column] of texts) {
    await sql`
      update ${sql.table(table)}
      set ${sql.ref(column)} = ${sql.ref(column)}
      where workspace_id = ${workspaceId}
        and author_id = ${accountId}
    `.execute(tx);
  }
  await sql`
    update pulse.timeline_events
    set subject = subject
    where workspace_id = ${workspaceId}
      and (
        kind = 'renamed' and actor_id = ${accountId}
        or kind in ('assigned', 'unassigned', 'review_requested', 'review_request_removed') and lower(subject) = lower(${name})
      )
  `.execute(tx);
}

const texts = [
  ["pulse.issues", "body"],
  ["pulse.pull_requests", "body"],
  ["pulse.issue_comments", "body"],
  ["pulse.reviews", "body"],
  ["pulse.review_comments", "body"],
  ["pulse.releases", "name"],
] as const;

async function eraseCommits(tx: Tx, { workspaceId, accountId, emails }: Erasable): Promise<void> {
  await sql`
    update pulse.commits
    set author_email = author_email
    where workspace_id = ${workspaceId}
      and (author_id = ${accountId} or author_id is null and lower(author_email) = any(${emails}::text[]))
  `.execute(tx);
}

/** What came from GitHub as it was, and what browsers were told, names people as well. What still waits is read first. */
async function eraseMentions(tx: Tx, { workspaceId, name, emails, ghost }: Erasable): Promise<void> {
  await sql`
    update pulse.events
    set subject = subject || jsonb_build_object('actor', ${ghost}::text)
    where workspace_id = ${workspaceId}
      and lower(subject ->> 'actor') = lower(${name})
  `.execute(tx);
  await sql`
    delete from pulse.webhook_deliveries as delivery
    where delivery.state <> 'received'
      and (
        delivery.workspace_id = ${workspaceId}
        or delivery.workspace_id is null
          and delivery.repository_github_id in (select github_id from pulse.repositories where workspace_id = ${workspaceId})
      )
      and exists (
        select
        from unnest(${[name, ...emails].map((mark) => `"${mark}"`)}::text[]) as sought (mark)
        where position(lower(mark) in lower(encode(delivery.body, 'escape'))) > 0
      )
  `.execute(tx);
}
