import { withService, type Tx } from "@pulse/db";
import { erasePerson as eraseFacts, type Erasable } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { getErasable, personName } from "./show-erasure.ts";

const longestStatementMs = 300_000;

/**
 * Makes a ghost of a person: see show_erasure for what that does. The log says that somebody was erased, and no longer who.
 * Throws `conflict` for members of the workspace and for whoever lent it a token: those would bring themselves back.
 */
export const erasePerson = defineAction({
  name: "erase_person",
  summary: "Erase a person: their login, name and texts become a ghost's, and every number stays",
  scope: "admin",
  input: z.object({
    person: personName,
    confirm: z.string().trim().describe("the same again, to prove that this person is meant"),
  }),
  run: async (ctx, { person, confirm }) =>
    await withService(ctx.db, async (tx) => {
      await sql`select set_config('statement_timeout', ${String(longestStatementMs)}, true)`.execute(tx);
      const { workspaceId } = ctx.actor;
      await sql`select from pulse.workspaces where id = ${workspaceId} for update`.execute(tx);
      const erasable = await getErasable(tx, { workspaceId, name: person });
      if (confirm.toLowerCase() !== erasable.name.toLowerCase()) {
        throw new AppError("invalid", `confirm names somebody else. To erase this person, write: ${erasable.name}`);
      }
      await refuseWhoIsHere(tx, erasable);
      await eraseFacts(tx, erasable);
      await forgetSignIn(tx, erasable);
      await forgetInLog(tx, erasable);
      ctx.note({ after: { ghost: erasable.ghost } });
      return { ghost: erasable.ghost };
    }),
});

async function refuseWhoIsHere(tx: Tx, { workspaceId, name }: Erasable): Promise<void> {
  const found = await sql<{ what: string }>`
    select 'a member of this workspace. Remove them first, under Members' as what
    from pulse.memberships as membership
    join identity.users as person
      on person.id = membership.user_id
    where membership.workspace_id = ${workspaceId}
      and lower(person.login) = lower(${name})
    union all
    select 'whose token the connection ' || connection.name || ' uses. Remove it first, under Connections'
    from pulse.connections as connection
    where connection.workspace_id = ${workspaceId}
      and lower(connection.login) = lower(${name})
    limit 1
  `.execute(tx);
  const [reason] = found.rows;
  if (reason !== undefined) throw new AppError("conflict", `This person is ${reason.what}`);
}

/** Invitations, and the account of whoever belongs to no workspace at all. Members of other workspaces keep theirs. */
async function forgetSignIn(tx: Tx, { workspaceId, name }: Erasable): Promise<void> {
  await sql`
    delete from pulse.invitations
    where workspace_id = ${workspaceId}
      and lower(login) = lower(${name})
  `.execute(tx);
  await sql`
    delete from identity.users as person
    where lower(person.login) = lower(${name})
      and not exists (select from pulse.memberships as membership where membership.user_id = person.id)
  `.execute(tx);
}

/** Whatever a line says of the person, the line about this very change among them, says the ghost from now on. */
async function forgetInLog(tx: Tx, { workspaceId, name, ghost }: Erasable): Promise<void> {
  const quoted = `"${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}"`;
  const without = (column: "input" | "before" | "after") =>
    sql`regexp_replace(${sql.ref(column)}::text, ${quoted}, ${`"${ghost}"`}, 'gi')::jsonb`;
  await sql`
    update pulse.audit_log
    set input = ${without("input")}, before = ${without("before")}, after = ${without("after")}
    where workspace_id = ${workspaceId}
      and concat(input::text, before::text, after::text) ~* ${quoted}
  `.execute(tx);
}
