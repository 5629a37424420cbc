import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import pg from "pg";

import type { Db, Tx } from "../connect.ts";
import type { KeyRing } from "../secrets/key-ring.ts";
import { biPasswords, biRoleName, scramVerifier } from "./bi-login.ts";

type Switch = {
  readonly workspaceId: number;
  /** The keys that its password is made from; null takes the login away. */
  readonly keys: KeyRing | null;
};

/**
 * Makes the login by which a workspace is asked in SQL, or takes it away; done twice it is as done once. Throws `forbidden`, with what an
 * administrator has to run, where the owner of the database may not make logins.
 */
export async function switchBiLogin(db: Db, { workspaceId, keys }: Switch): Promise<void> {
  try {
    await db.transaction().execute(async (tx) => {
      const role = await biRoleName(tx, workspaceId);
      await asService(tx);
      // Two who switch at once do it one after the other.
      await sql`select from pulse.workspaces where id = ${workspaceId} for update`.execute(tx);
      await asOwner(tx);
      const isThere = await hasRole(tx, role);
      if (keys !== null) await makeRole(tx, { role, isThere, password: biPasswords(keys, role)[0] ?? "" });
      else if (isThere) await dropRole(tx, role);
      await asService(tx);
      await (
        keys === null
          ? sql`delete from pulse.bi_logins where workspace_id = ${workspaceId}`
          : sql`
            insert into pulse.bi_logins (workspace_id, role_name)
            values (${workspaceId}, ${role})
            on conflict (workspace_id) do update set role_name = excluded.role_name
          `
      ).execute(tx);
    });
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === "42501") throw mayNot(error);
    throw error;
  }
}

async function hasRole(tx: Tx, role: string): Promise<boolean> {
  const found = await sql`select from pg_roles where rolname = ${role}`.execute(tx);
  return found.rows.length > 0;
}

/**
 * A member of pulse_bi and of nothing else. What it is set to is a belt, since a session may set it otherwise; what holds are the rights that
 * it does not have.
 */
async function makeRole(
  tx: Tx,
  { role, isThere, password }: { readonly role: string; readonly isThere: boolean; readonly password: string },
): Promise<void> {
  const name = sql.id(role);
  const verifier = sql.lit(scramVerifier(password));
  await sql`${isThere ? sql`alter` : sql`create`} role ${name} login connection limit 5 password ${verifier}`.execute(
    tx,
  );
  await sql`grant pulse_bi to ${name}`.execute(tx);
  for (const [setting, value] of Object.entries(settings)) {
    await sql`alter role ${name} set ${sql.id(setting)} = ${sql.lit(value)}`.execute(tx);
  }
}

const settings = {
  default_transaction_read_only: "on",
  search_path: "metrics",
  statement_timeout: "10s",
  lock_timeout: "1s",
  idle_in_transaction_session_timeout: "10s",
};

async function dropRole(tx: Tx, role: string): Promise<void> {
  await sql`drop role ${sql.id(role)}`.execute(tx);
}

async function asService(tx: Tx): Promise<void> {
  await sql`select set_config('role', 'service_role', true)`.execute(tx);
}

async function asOwner(tx: Tx): Promise<void> {
  await sql`select set_config('role', 'none', true)`.execute(tx);
}

function mayNot(cause: Error): AppError {
  return new AppError(
    "forbidden",
    "The owner of the database may not make the login that this needs. Let an administrator run, with the owner's name: " +
      "alter role OWNER createrole; grant pulse_bi to OWNER with admin option;",
    { cause },
  );
}
