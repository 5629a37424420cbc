import type { Tx } from "@pulse/db";
import { sql } from "kysely";

/**
 * Ends the keys and the programs by which a person, or with null everybody, came into a workspace. Without a membership they open nothing; but
 * whoever is invited again later should not find old ones open again.
 */
export async function closeWays(
  tx: Tx,
  { workspaceId, userId }: { readonly workspaceId: number; readonly userId: string | null },
): Promise<void> {
  await sql`
    delete from identity.api_keys
    where (metadata::jsonb ->> 'workspaceId')::bigint = ${workspaceId}
      and (${userId}::uuid is null or reference_id = ${userId}::uuid)
  `.execute(tx);
  await sql`
    delete from identity.oauth_refresh_tokens
    where reference_id = ${String(workspaceId)}
      and (${userId}::uuid is null or user_id = ${userId}::uuid)
  `.execute(tx);
  await sql`
    delete from identity.oauth_consents
    where reference_id = ${String(workspaceId)}
      and (${userId}::uuid is null or user_id = ${userId}::uuid)
  `.execute(tx);
}
