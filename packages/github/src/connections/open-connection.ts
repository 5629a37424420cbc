import { openSecret, withService, type Db, type KeyRing } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { ConnectionCredential, OpenedConnection } from "../client/github-client.ts";
import type { ConnectionRow } from "./connection-row.ts";

type SealedRow = Pick<
  ConnectionRow,
  "id" | "workspaceId" | "name" | "kind" | "appId" | "installationId" | "interactiveReserve"
> & { readonly secret: Buffer | null };

/** A connection with its secret opened. Throws `not_found` when it is gone, and what `openSecret` throws. */
export async function openConnection(
  ctx: { readonly db: Db; readonly keys: KeyRing },
  input: { readonly workspaceId: number; readonly id: number },
): Promise<OpenedConnection> {
  const found = await withService(ctx.db, (tx) =>
    sql<SealedRow>`
      select
        id, workspace_id, name, kind, app_id, installation_id,
        interactive_reserve::numeric::float8 as interactive_reserve, secret
      from pulse.connections
      where workspace_id = ${input.workspaceId}
        and id = ${input.id}
    `.execute(tx),
  );
  const [row] = found.rows;
  if (row === undefined) {
    throw new AppError("not_found", "The connection was removed. Choose another one: ./pulse connection list");
  }
  const { id, workspaceId, name, kind, interactiveReserve } = row;
  return { id, workspaceId, name, kind, interactiveReserve, credential: credentialOf(ctx.keys, row) };
}

function credentialOf(keys: KeyRing, row: SealedRow): ConnectionCredential {
  if (row.secret === null) return { kind: "none" };
  const place = { workspaceId: row.workspaceId, rowId: row.id, purpose: "connection.secret" } as const;
  const secret = openSecret(keys, place, row.secret);
  if (row.appId === null || row.installationId === null) return { kind: "token", token: secret };
  return { kind: "app", appId: row.appId, installationId: row.installationId, privateKey: secret };
}
