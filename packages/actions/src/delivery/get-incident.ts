import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";

export type Incident = {
  readonly id: number;
  readonly repositoryId: number;
  readonly repository: string;
  readonly source: "issue" | "revert" | "api";
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  readonly beganAt: Date;
  readonly resolvedAt: Date | null;
  readonly deploymentId: number | null;
  readonly isLinkedByHand: boolean;
  readonly fixedBy: readonly number[];
};

/** Throws `not_found` for an incident of nobody's, or of another workspace. */
export async function getIncident(tx: Tx, workspaceId: number, id: number): Promise<Incident> {
  const found = await sql<Incident>`
    select
      incident.id, incident.repository_id, repository.full_name as repository, incident.source, incident.external_id, incident.title,
      incident.url, incident.began_at, incident.resolved_at, incident.deployment_id, incident.is_linked_by_hand,
      incident.fix_numbers as fixed_by
    from pulse.incidents as incident
    join pulse.repositories as repository
      on repository.id = incident.repository_id
    where incident.workspace_id = ${workspaceId}
      and incident.id = ${id}
      and ${shownRepository}
  `.execute(tx);
  const [incident] = found.rows;
  if (incident !== undefined) return incident;
  throw new AppError("not_found", `There is no incident ${id} in this workspace. GET /api/incidents lists them`);
}
