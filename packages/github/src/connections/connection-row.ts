import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ConnectionKind } from "../client/github-client.ts";
import type { ConnectionStatus } from "../client/mark-connection.ts";

/** A connection as everybody of its workspace may see it: without what it holds. */
export type ConnectionRow = {
  readonly id: number;
  readonly workspaceId: number;
  readonly name: string;
  readonly kind: ConnectionKind;
  readonly login: string | null;
  readonly appId: number | null;
  readonly installationId: number | null;
  readonly scopes: readonly string[];
  readonly permissions: Readonly<Record<string, string>>;
  readonly status: ConnectionStatus;
  readonly statusDetail: string | null;
  readonly interactiveReserve: number;
  readonly expiresAt: Date | null;
  readonly checkedAt: Date | null;
};

const columns = sql`
  id, workspace_id, name, kind, login, app_id, installation_id, scopes, permissions, status, status_detail,
  interactive_reserve::numeric::float8 as interactive_reserve, expires_at, checked_at
`;

/** By age, the oldest first: the order in which they are tried. */
export async function listConnectionRows(tx: Tx, workspaceId: number): Promise<readonly ConnectionRow[]> {
  const found = await sql<ConnectionRow>`
    select ${columns}
    from pulse.connections
    where workspace_id = ${workspaceId}
    order by created_at, id
  `.execute(tx);
  return found.rows;
}

export async function findConnectionRow(
  tx: Tx,
  input: { readonly workspaceId: number } & ({ readonly name: string } | { readonly id: number }),
): Promise<ConnectionRow | null> {
  const which = "name" in input ? sql`lower(name) = lower(${input.name})` : sql`id = ${input.id}`;
  const found = await sql<ConnectionRow>`
    select ${columns}
    from pulse.connections
    where workspace_id = ${input.workspaceId}
      and ${which}
  `.execute(tx);
  return found.rows[0] ?? null;
}

/** Throws `not_found` with the next step for a name that no connection has. */
export async function getConnectionRow(
  tx: Tx,
  input: { readonly workspaceId: number; readonly name: string },
): Promise<ConnectionRow> {
  const row = await findConnectionRow(tx, input);
  if (row !== null) return row;
  throw new AppError(
    "not_found",
    `There is no connection "${input.name}" in this workspace. Run: ./pulse connection list`,
  );
}
