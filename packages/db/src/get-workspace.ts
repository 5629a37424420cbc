import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { Db } from "./connect.ts";
import { withService } from "./with-service.ts";

export type Role = "owner" | "admin" | "member" | "viewer";

/** A workspace as one of its members sees it. */
export type Workspace = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly role: Role;
};

/**
 * The workspace of this name, if the person belongs to it. Throws `not_found` otherwise,
 * in the same words whether it is missing or somebody else's.
 */
export async function getWorkspace(
  db: Db,
  input: { readonly slug: string; readonly userId: string },
): Promise<Workspace> {
  const found = await withService(db, (tx) =>
    sql<Workspace>`
      select workspace.id, workspace.slug, workspace.name, workspace.time_zone, membership.role
      from pulse.workspaces as workspace
      join pulse.memberships as membership
        on membership.workspace_id = workspace.id
      where workspace.slug = ${input.slug}
        and membership.user_id = ${input.userId}
    `.execute(tx),
  );
  const [workspace] = found.rows;
  if (workspace === undefined) {
    throw new AppError(
      "not_found",
      `There is no workspace "${input.slug}" here that you belong to. The first one is called "default"`,
    );
  }
  return workspace;
}
