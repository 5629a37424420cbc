import { isAppError } from "@pulse/kit";

import { checkPrivileges, listMissingGrants } from "./migrate/check-privileges.ts";
import { withSession, type Session } from "./migrate/with-session.ts";

/** What the role of an address may do there. Lists hold the SQL that an administrator would have to run, and are empty where nothing lacks. */
export type DatabaseRights = {
  /** The same for two addresses that lead to one database, through a pooler or past it. */
  readonly identity: string;
  readonly role: string;
  /** To take on the roles that requests and the worker run as. */
  readonly serve: readonly string[];
  /** To make and change our schemas. */
  readonly migrate: readonly string[];
};

/** Throws `unavailable` or `forbidden` when the server does not let us in. */
export async function readDatabaseRights(url: string): Promise<DatabaseRights> {
  return await withSession(url, async (session) => {
    const found = await session.query<{ identity: string; role: string; owner: string | null; isOurs: boolean | null }>(
      `select
         current_database() || ' since ' || pg_postmaster_start_time() as identity,
         current_user as role,
         pg_get_userbyid(nspowner) as owner,
         pg_has_role(nspowner, 'usage') as "isOurs"
       from (values ('pulse')) as wanted (name)
       left join pg_namespace on nspname = wanted.name`,
    );
    const [facts] = found.rows;
    if (facts === undefined) throw new Error("facts of a server are one row");
    const { identity, role, owner, isOurs } = facts;
    const serve = owner === null ? [] : await listMissingGrants(session);
    const migrate =
      owner === null ? await lackingToBegin(session) : isOurs === true ? [] : [`grant "${owner}" to "${role}";`];
    return { identity, role, serve, migrate };
  });
}

async function lackingToBegin(session: Session): Promise<readonly string[]> {
  try {
    await checkPrivileges(session);
    return [];
  } catch (error) {
    if (!isAppError(error) || error.code !== "forbidden") throw error;
    const { remedies } = error.details;
    return Array.isArray(remedies) ? remedies.map(String) : [];
  }
}
