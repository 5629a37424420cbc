/** Where the reading of each kind goes on: rows of pulse.sync_cursors, written with the page before. */
import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import type { SyncKind } from "../save/save-sync-state.ts";
import type { Cursor, SyncPhase, SyncedRepository } from "./kind-reader.ts";

/** One walk through a phase, from its first page to its last, over as many runs as it takes. */
export type Pass = {
  /** Which of GitHub's two doors it goes through. With a token the other one tells more, so everything is read anew. */
  readonly api: "graphql" | "rest";
  readonly startedAt: Date;
  /** What the probe said of the kind when the walk began. */
  readonly fingerprint: string | null;
  /** How far back it goes; null: to the beginning. */
  readonly from: Date | null;
  /** What it must not miss, where it is incremental. */
  readonly since: Date | null;
};

export type StoredCursor = {
  readonly kind: SyncKind;
  readonly phase: SyncPhase;
  /** Of the next page; null: there is none. */
  readonly next: Cursor | null;
  readonly pass: Pass;
  readonly pageSize: number | null;
  readonly isDone: boolean;
};

const date = z.iso.datetime().transform((value) => new Date(value));
const positionSchema = z.object({
  reader: z.record(z.string(), z.unknown()),
  isExhausted: z.boolean(),
  api: z.enum(["graphql", "rest"]).default("graphql"),
  startedAt: date,
  fingerprint: z.string().nullable(),
  from: date.nullable(),
  since: date.nullable(),
});

type Row = {
  readonly kind: SyncKind;
  readonly phase: SyncPhase;
  readonly cursor: string | null;
  readonly position: unknown;
  readonly pageSize: number | null;
  readonly isDone: boolean;
};

export async function listCursors(db: Db, repository: SyncedRepository): Promise<readonly StoredCursor[]> {
  const found = await withService(db, (tx) =>
    sql<Row>`
      select kind, phase, cursor, position, page_size, is_done
      from pulse.sync_cursors
      where repository_id = ${repository.id}
      order by kind, phase
    `.execute(tx),
  );
  return found.rows.map(({ kind, phase, cursor, position, pageSize, isDone }) => {
    const { reader, isExhausted, ...pass } = positionSchema.parse(position);
    return { kind, phase, next: isExhausted ? null : { cursor, position: reader }, pass, pageSize, isDone };
  });
}

export async function saveCursor(
  tx: Tx,
  repository: SyncedRepository,
  row: StoredCursor & { readonly at: Date },
): Promise<void> {
  const position = {
    reader: row.next?.position ?? {},
    isExhausted: row.next === null,
    api: row.pass.api,
    startedAt: row.pass.startedAt,
    fingerprint: row.pass.fingerprint,
    from: row.pass.from,
    since: row.pass.since,
  };
  await sql`
    insert into pulse.sync_cursors (
      workspace_id, repository_id, kind, phase, cursor, position, page_size, is_done, updated_at
    )
    values (
      ${repository.workspaceId}, ${repository.id}, ${row.kind}, ${row.phase}, ${row.next?.cursor ?? null},
      ${JSON.stringify(position)}::jsonb, ${row.pageSize}, ${row.isDone}, ${row.at}
    )
    on conflict (repository_id, kind, phase) do update set
      cursor = excluded.cursor,
      position = excluded.position,
      page_size = excluded.page_size,
      is_done = excluded.is_done,
      updated_at = excluded.updated_at
  `.execute(tx);
}

/** Forgets every place, so that everything is read again from the beginning. */
export async function forgetCursors(db: Db, repository: SyncedRepository): Promise<void> {
  await withService(db, (tx) =>
    sql`
      delete from pulse.sync_cursors
      where repository_id = ${repository.id}
    `.execute(tx),
  );
}
