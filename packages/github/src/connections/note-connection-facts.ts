import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { ConnectionFacts } from "./inspect-connection.ts";

/** Keeps what GitHub said of a connection that it has just accepted. */
export async function noteConnectionFacts(
  tx: Tx,
  id: number,
  input: { readonly facts: ConnectionFacts; readonly at: Date },
): Promise<void> {
  const { facts, at } = input;
  await sql`
    update pulse.connections
    set
      login = ${facts.login},
      scopes = ${facts.scopes}::text[],
      permissions = ${JSON.stringify(facts.permissions)}::jsonb,
      expires_at = ${facts.expiresAt},
      status = 'active',
      status_detail = null,
      checked_at = ${at},
      updated_at = ${at}
    where id = ${id}
  `.execute(tx);
}
