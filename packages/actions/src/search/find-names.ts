import type { Tx } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";

export type FoundRepository = { readonly fullName: string };

export type FoundPerson = { readonly login: string; readonly name: string | null; readonly isBot: boolean };

/** Repositories whose name holds the text, those that begin with it first. */
export async function findRepositories(
  tx: Tx,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<readonly FoundRepository[]> {
  const found = await sql<FoundRepository>`
    select repository.full_name
    from pulse.repositories as repository
    where ${shownRepository}
      and position(lower(${text}) in lower(repository.full_name)) > 0
    order by
      not starts_with(lower(repository.name), lower(${text})),
      lower(repository.full_name) collate "C",
      repository.id
    limit ${limit}
  `.execute(tx);
  return found.rows;
}

/** Accounts whose login or name holds the text, those whose login begins with it first. */
export async function findPeople(
  tx: Tx,
  { workspaceId, text, limit }: { readonly workspaceId: number; readonly text: string; readonly limit: number },
): Promise<readonly FoundPerson[]> {
  const found = await sql<FoundPerson>`
    select account.login, account.name, account.is_bot
    from metrics.accounts as account
    where account.workspace_id = ${workspaceId}
      and (
        position(lower(${text}) in lower(account.login)) > 0
        or position(lower(${text}) in lower(account.name)) > 0
      )
    order by
      not starts_with(lower(account.login), lower(${text})),
      lower(account.login) collate "C",
      account.id
    limit ${limit}
  `.execute(tx);
  return found.rows;
}
