import { withService, type Db } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { contentTypes } from "./export-question.ts";
import { getExport } from "./export-request.ts";

/** Every part of a file but its last is as large. */
export const partBytes = 1024 * 1024;

export type ExportedFile = {
  readonly fileName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** Of the whole file: two that have it in common are the same. */
  readonly sha256: string;
  /** The bytes from `start` to before `end`, a part at a time. */
  readonly read: (start: number, end: number) => AsyncGenerator<Uint8Array>;
};

/** A file that is done, to be read from any byte on. Throws `conflict` while it is being written. */
export const openExport = defineAction({
  name: "open_export",
  summary: "Fetch a file that you asked for, from any byte on",
  scope: "read",
  input: z.object({ id: z.number().int().positive() }),
  run: async (ctx, { id }): Promise<ExportedFile> => {
    const found = await getExport(ctx, id);
    if (found.what === "workspace") await requireAdmin(ctx);
    if (found.state === "failed") {
      throw new AppError("conflict", `Export ${id} failed: ${found.errorDetail ?? "unknown"}. Ask for it again`);
    }
    if (found.sha256 === null) {
      throw new AppError("conflict", `Export ${id} is still being written: ${found.rowsDone} rows so far`);
    }
    return {
      fileName: found.fileName,
      contentType: contentTypes[found.format],
      sizeBytes: found.sizeBytes,
      sha256: found.sha256,
      read: (start, end) => readParts(ctx.db, { id, start, end }),
    };
  },
});

/** Whoever asked may have been admin then and not be it any more; a key of theirs may be narrower. */
async function requireAdmin({ db, actor }: ActionContext): Promise<void> {
  const found = await withService(db, (tx) =>
    sql`
      select
      from pulse.memberships
      where workspace_id = ${actor.workspaceId}
        and user_id = ${actor.userId}
        and role in ('owner', 'admin')
    `.execute(tx),
  );
  if (found.rows.length > 0 && (actor.scopes === undefined || actor.scopes.includes("admin"))) return;
  throw new AppError(
    "forbidden",
    "Everything of a workspace is for its owners and admins, and for keys with the scope admin",
  );
}

type Bytes = { readonly id: number; readonly start: number; readonly end: number };

async function* readParts(db: Db, { id, start, end }: Bytes): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end;) {
    const ordinal = Math.floor(at / partBytes);
    const from = at - ordinal * partBytes;
    const length = Math.min(partBytes - from, end - at);
    const found = await withService(db, (tx) =>
      sql<{ bytes: Buffer }>`
        select substring(body from ${from + 1}::integer for ${length}::integer) as bytes
        from pulse.export_parts
        where export_id = ${id}
          and ordinal = ${ordinal}
      `.execute(tx),
    );
    const bytes = found.rows[0]?.bytes;
    if (bytes === undefined || bytes.length !== length) {
      throw new AppError("not_found", `Export ${id} was deleted while it was fetched. Ask for it again`);
    }
    yield bytes;
    at += length;
  }
}
