import { sql, type RawBuilder } from "kysely";

/**
 * Anybody may register a program, so what nobody let in within a day goes, and tokens whose time is over. One statement per table, each of
 * at most `rows`.
 */
export function forgottenClients(rows: number): readonly RawBuilder<unknown>[] {
  return [
    sql`
      delete from identity.oauth_clients
      where id in (
        select client.id
        from identity.oauth_clients as client
        where client.created_at < now() - interval '1 day'
          and not exists (
            select
            from identity.oauth_consents as consent
            where consent.client_id = client.client_id
          )
        order by client.created_at, client.id
        limit ${rows}
      )
    `,
    sql`
      delete from identity.oauth_refresh_tokens
      where id in (
        select id
        from identity.oauth_refresh_tokens
        where expires_at < now()
        order by expires_at, id
        limit ${rows}
      )
    `,
    sql`
      delete from identity.oauth_access_tokens
      where id in (
        select id
        from identity.oauth_access_tokens
        where expires_at < now()
        order by expires_at, id
        limit ${rows}
      )
    `,
  ];
}
