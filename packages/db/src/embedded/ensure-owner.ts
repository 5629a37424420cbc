import type pg from "pg";

import type { Notes } from "./data-folder.ts";

/** The application's role and database. The role owns the database and is no superuser, as on a hosted PostgreSQL. */
export const ownerName = "pulse";

export async function ensureOwner(superuser: pg.Client, notes: Notes): Promise<void> {
  const roles = await superuser.query("select 1 from pg_roles where rolname = $1", [ownerName]);
  if (roles.rowCount === 0) {
    const password = superuser.escapeLiteral(notes.ownerPassword);
    await superuser.query(`create role ${ownerName} login createrole createdb password ${password}`);
  }
  const databases = await superuser.query("select 1 from pg_database where datname = $1", [ownerName]);
  if (databases.rowCount === 0) await superuser.query(`create database ${ownerName} owner ${ownerName}`);
}
