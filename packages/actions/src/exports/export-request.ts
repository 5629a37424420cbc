import { withWorkspace, type Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { ActionContext } from "../action.ts";
import { exportQuestionSchema, type ExportFormat } from "./export-question.ts";

/** What a file is asked for with: a question, or everything of the workspace. */
export const requestedSchema = z.discriminatedUnion("what", [
  ...exportQuestionSchema.options,
  z.strictObject({ what: z.literal("workspace") }),
]);

export type Requested = z.output<typeof requestedSchema>;

export type ExportSummary = {
  readonly id: number;
  readonly what: Requested["what"];
  readonly format: ExportFormat;
  readonly fileName: string;
  readonly state: "queued" | "running" | "done" | "failed";
  readonly rowsDone: number;
  /** Null before it is counted. */
  readonly rowsTotal: number | null;
  readonly sizeBytes: number;
  /** Of the whole file, in hexadecimal; null before it is done. */
  readonly sha256: string | null;
  readonly errorDetail: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** From then on it is gone. */
  readonly expiresAt: Date;
};

/** The exports that the actor asked for and that are not gone, newest first; policies let nobody see another's. */
export async function readExports(tx: Tx, id: number | null): Promise<readonly ExportSummary[]> {
  const found = await sql<ExportSummary>`
    select
      id, question ->> 'what' as what, format, file_name, state, rows_done, rows_total, size_bytes, encode(sha256, 'hex') as sha256,
      error_detail, created_at, finished_at, expires_at
    from pulse.exports
    where expires_at > now()
      and (${id}::bigint is null or id = ${id}::bigint)
    order by id desc
    limit 100
  `.execute(tx);
  return found.rows;
}

/** Throws `not_found` for what is gone, and for what somebody else asked for. */
export async function getExport(ctx: ActionContext, id: number): Promise<ExportSummary> {
  const [found] = await withWorkspace(ctx.db, ctx.actor, (tx) => readExports(tx, id));
  if (found !== undefined) return found;
  throw new AppError("not_found", `There is no export ${id} of yours; a file is kept for a day. Ask for it again`);
}
