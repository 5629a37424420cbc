import { sql, type RawBuilder } from "kysely";

/**
 * Whether a row `delivery` is one that the workspace may see: it came to a connection of its own, or to the installation's address about a
 * repository that it tracks. No policy says this, so every statement that reads deliveries for a workspace says it by this.
 */
export function isDeliveryOf(workspaceId: number): RawBuilder<boolean> {
  return sql<boolean>`(
    delivery.workspace_id = ${workspaceId}
    or delivery.workspace_id is null
      and delivery.repository_github_id in (
        select github_id
        from pulse.repositories
        where workspace_id = ${workspaceId}
          and is_tracked
      )
  )`;
}
