import { withService, withWorkspace } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

export type AuditLine = {
  readonly id: number;
  readonly at: Date;
  readonly userId: string;
  readonly source: string;
  readonly address: string | null;
  readonly action: string;
  readonly input: unknown;
  readonly before: unknown;
  readonly after: unknown;
  readonly state: "begun" | "done" | "refused" | "failed";
  readonly detail: string | null;
};

/** Who changed what, newest first. `beforeId` pages on. */
export const listAudit = defineAction({
  name: "list_audit",
  summary: "List who changed what in the workspace, newest first",
  scope: "admin",
  changes: false,
  input: z.object({
    beforeId: z.number().int().positive().optional(),
    limit: z.number().int().min(1).max(200).default(50),
  }),
  run: async (ctx, { beforeId, limit }) => {
    const found = await withWorkspace(ctx.db, ctx.actor, (tx) =>
      sql<AuditLine>`
        select id, created_at as at, user_id, source, host(address) as address, action, input, before, after, state, detail
        from pulse.audit_log
        where workspace_id = ${ctx.actor.workspaceId}
          and id < ${beforeId ?? Number.MAX_SAFE_INTEGER}
        order by id desc
        limit ${limit}
      `.execute(tx),
    );
    const people = await namesOf(ctx.db, [...new Set(found.rows.map((line) => line.userId))]);
    return { lines: found.rows.map((line) => ({ ...line, who: people.get(line.userId) ?? "somebody who left" })) };
  },
});

async function namesOf(
  db: Parameters<typeof withService>[0],
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await withService(db, (tx) =>
    sql<{ id: string; name: string }>`
      select id, coalesce(login, name) as name
      from identity.users
      where id = any(${ids}::uuid[])
    `.execute(tx),
  );
  return new Map(found.rows.map((row) => [row.id, row.name]));
}
