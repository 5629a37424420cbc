import { withService, type Db } from "@pulse/db";
import { sql } from "kysely";

import type { ConnectionCredential, ConnectionKind, OpenedConnection } from "../src/client/github-client.ts";

/** A connection of a workspace of its own, opened. Its sealed value is none: nothing opens it here. */
export async function createConnection(
  db: Db,
  input: {
    readonly kind?: ConnectionKind;
    readonly credential?: ConnectionCredential;
    readonly interactiveReserve?: number;
  } = {},
): Promise<OpenedConnection> {
  const kind = input.kind ?? "token";
  const reserve = input.interactiveReserve ?? 0.2;
  const isApp = kind === "app";
  const sealed = kind === "anonymous" ? null : "sealed";
  return await withService(db, async (tx) => {
    const made = await sql<{ id: number; workspaceId: number }>`
      with workspace as (
        insert into pulse.workspaces (slug, name) values ('w' || gen_random_uuid(), 'Test') returning id
      )
      insert into pulse.connections (
        workspace_id, name, kind, app_id, installation_id, secret, secret_key_id, interactive_reserve
      )
      select
        id, 'main', ${kind}, ${isApp ? 1 : null}, ${isApp ? 2 : null}, ${sealed}::bytea, ${sealed}, ${reserve}
      from workspace
      returning id, workspace_id
    `.execute(tx);
    const [row] = made.rows;
    if (row === undefined) throw new Error("no connection was made");
    return {
      ...row,
      kind,
      name: "main",
      interactiveReserve: reserve,
      credential: input.credential ?? { kind: "token", token: "ghp_marker" },
    };
  });
}
