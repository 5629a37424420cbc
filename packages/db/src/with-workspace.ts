import { sql, type RawBuilder } from "kysely";

import type { Db, Tx } from "./connect.ts";
import { nameRequest } from "./name-request.ts";

/** Who asks, in which workspace: what row level security compares every row with. */
export type WorkspaceClaims = { readonly workspaceId: number; readonly userId: string };

/** Runs `work` in one transaction that sees and changes only rows of this workspace, as far as this user may. */
export async function withWorkspace<T>(db: Db, claims: WorkspaceClaims, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await db.transaction().execute(async (tx) => {
    await enterWorkspace(tx, claims);
    return await work(tx);
  });
}

/** Makes the rest of this transaction the claimed person's. */
export async function enterWorkspace(tx: Tx, claims: WorkspaceClaims): Promise<void> {
  await entering(claims).execute(tx);
}

/** The statement that makes the rest of its transaction the claimed person's; policies read the claims as `auth.jwt()`. */
export function entering({ userId, workspaceId }: WorkspaceClaims): RawBuilder<unknown> {
  const jwtClaims = JSON.stringify({ role: "authenticated", sub: userId, workspace_id: workspaceId });
  return sql`
    select
      set_config('request.jwt.claims', ${jwtClaims}, true),
      set_config('role', 'authenticated', true),
      ${nameRequest()}
  `;
}
