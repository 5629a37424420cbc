import { AppError } from "@pulse/kit";

import type { Session } from "./with-session.ts";

const requestRoles = ["anon", "authenticated", "service_role", "pulse_bi"];
// The roles that a request or the service takes on; nothing ever runs as anon, and whoever is of pulse_bi logs in as somebody else.
const assumedRoles = ["authenticated", "service_role"];

type Rights = {
  readonly owner: string;
  readonly database: string;
  readonly mayCreateSchemas: boolean;
  readonly mayCreateRoles: boolean;
  readonly isSuperuser: boolean;
};

type RoleRights = { readonly role: string; readonly mayAssume: boolean; readonly mayGrant: boolean };

/**
 * Looks before the first migration whether this owner, no superuser, may do what the migrations do. Throws `forbidden` with the exact SQL
 * that an administrator has to run.
 */
export async function checkPrivileges(session: Session): Promise<void> {
  const rights = await readRights(session);
  if (rights === undefined || rights.isSuperuser) return;
  const remedies = [...schemaRemedies(rights), ...roleRemedies(rights, await readRoleRights(session))];
  if (remedies.length === 0) return;
  throw new AppError(
    "forbidden",
    `The role "${rights.owner}" lacks rights that the migrations need. Let an administrator of the database "${rights.database}" run:\n` +
      remedies.map((sql) => `  ${sql}`).join("\n"),
    { details: { remedies } },
  );
}

/** The SQL that lets this role take on those that a request or the service runs as; none where it may, or where they are yet to be made. */
export async function listMissingGrants(session: Session): Promise<readonly string[]> {
  const rights = await readRights(session);
  if (rights === undefined || rights.isSuperuser) return [];
  const present = await readRoleRights(session);
  const lacking = present.filter(({ role, mayAssume }) => assumedRoles.includes(role) && !mayAssume);
  return lacking.length === 0 ? [] : [`grant ${lacking.map(({ role }) => role).join(", ")} to ${quote(rights.owner)};`];
}

function schemaRemedies(rights: Rights): string[] {
  if (rights.mayCreateSchemas) return [];
  return [`grant create on database ${quote(rights.database)} to ${quote(rights.owner)};`];
}

function roleRemedies(rights: Rights, present: readonly RoleRights[]): string[] {
  const missing = requestRoles.filter((role) => !present.some((found) => found.role === role));
  const creation = rights.mayCreateRoles ? [] : missing.map((role) => `create role ${role} nologin;`);
  const ungranted = assumedRoles.filter((role) => {
    const found = present.find((candidate) => candidate.role === role);
    return found === undefined ? !rights.mayCreateRoles : !found.mayAssume && !found.mayGrant;
  });
  return ungranted.length === 0 ? creation : [...creation, `grant ${ungranted.join(", ")} to ${quote(rights.owner)};`];
}

async function readRights(session: Session): Promise<Rights | undefined> {
  const result = await session.query<Rights>(
    `select
       current_user as owner,
       current_database() as database,
       has_database_privilege(current_database(), 'create') as "mayCreateSchemas",
       rolcreaterole as "mayCreateRoles",
       rolsuper as "isSuperuser"
     from pg_roles
     where rolname = current_user`,
  );
  return result.rows[0];
}

// PostgreSQL 16 made SET a right of its own and took from CREATEROLE the power over roles that others created.
async function readRoleRights(session: Session): Promise<readonly RoleRights[]> {
  const version = await session.query<{ number: number }>(
    "select current_setting('server_version_num')::int as number",
  );
  const isBefore16 = (version.rows[0]?.number ?? 0) < 160000;
  const result = await session.query<RoleRights>(
    `select
       rolname as role,
       pg_has_role(oid, $2) as "mayAssume",
       pg_has_role(oid, 'member with admin option') or ($3 and (
         select rolcreaterole from pg_roles where rolname = current_user
       )) as "mayGrant"
     from pg_roles
     where rolname = any ($1)`,
    [requestRoles, isBefore16 ? "member" : "set", isBefore16],
  );
  return result.rows;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
