import { createHash, randomUUID } from "node:crypto";

import { publishEvents, withService, type Db } from "@pulse/db";
import { isAppError, traced, withRequestId, type Clock, type Logger } from "@pulse/kit";
import { sql } from "kysely";

import type { ActionContext } from "../action.ts";
import { exportWorkspace } from "../workspaces/export-workspace.ts";
import type { ExportFormat } from "./export-question.ts";
import { requestedSchema } from "./export-request.ts";
import { exportRows } from "./export-rows.ts";
import { partBytes } from "./open-export.ts";

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workerId: string;
  readonly signal: AbortSignal;
};

type Claimed = {
  readonly id: number;
  readonly workspaceId: number;
  readonly userId: string;
  readonly question: unknown;
  readonly format: ExportFormat;
  readonly requestId: string | null;
};

/** A worker that wrote nothing for so long is taken to be dead: a part is written every few seconds, and a beat between them. */
const leaseSeconds = 60;
const mostAttempts = 3;

/**
 * Writes the export that waits longest, as the person who asked for it: with the rights they have now. False when none waits. What a worker
 * that died left unfinished is begun anew; what a stopping worker has begun is given back.
 */
export async function doNextExport(ctx: Context): Promise<boolean> {
  const claimed = await claim(ctx);
  if (claimed === null) return false;
  const work = async (): Promise<void> => await doExport(ctx, claimed);
  await withRequestId(
    claimed.requestId ?? randomUUID(),
    async () => await traced({ name: "export", kind: "internal" }, work),
  );
  return true;
}

async function doExport(ctx: Context, claimed: Claimed): Promise<void> {
  const lost = new AbortController();
  const signal = AbortSignal.any([ctx.signal, lost.signal]);
  const beat = async (): Promise<void> => {
    const isOurs = await progress(ctx, claimed, sql`beat_at = now()`).catch(() => true);
    if (!isOurs) lost.abort(new Error("the export was removed, or taken over"));
  };
  const timer = setInterval(() => void beat(), (leaseSeconds * 1000) / 4);
  try {
    await write({ ...ctx, signal }, claimed, lost);
  } catch (error) {
    if (ctx.signal.aborted) await giveBack(ctx, claimed);
    else if (!lost.signal.aborted) await fail(ctx, claimed, error);
  } finally {
    clearInterval(timer);
  }
}

async function claim({ db, workerId }: Context): Promise<Claimed | null> {
  return await withService(db, async (tx) => {
    await sql`
      update pulse.exports
      set state = 'failed', finished_at = now(), error_detail = 'it was begun several times, and its worker ended each time'
      where state = 'running'
        and attempts >= ${mostAttempts}
        and beat_at < now() - make_interval(secs => ${leaseSeconds})
    `.execute(tx);
    const found = await sql<Claimed>`
      update pulse.exports
      set
        state = 'running', worker_id = ${workerId}, beat_at = now(), started_at = now(), attempts = attempts + 1,
        rows_done = 0, rows_total = null, size_bytes = 0
      where id = (
        select id
        from pulse.exports
        where expires_at > now()
          and (state = 'queued' or state = 'running' and beat_at < now() - make_interval(secs => ${leaseSeconds}))
        order by created_at, id
        limit 1
        for update skip locked
      )
      returning id, workspace_id, user_id, question, format, request_id
    `.execute(tx);
    const [claimed] = found.rows;
    if (claimed === undefined) return null;
    await sql`delete from pulse.export_parts where export_id = ${claimed.id}`.execute(tx);
    await announce(tx, claimed, "running");
    return claimed;
  });
}

async function write(ctx: Context, claimed: Claimed, lost: AbortController): Promise<void> {
  let [rowsDone, rowsTotal]: [number, number | null] = [0, null];
  const actionCtx: ActionContext = {
    db: ctx.db,
    clock: ctx.clock,
    logger: ctx.logger,
    signal: ctx.signal,
    actor: { userId: claimed.userId, workspaceId: claimed.workspaceId },
    origin: { source: "worker", address: null, requestId: claimed.requestId },
    onProgress: ({ done, total }) => {
      [rowsDone, rowsTotal] = [done, total ?? null];
    },
  };
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let ordinal = 0;
  for await (const part of inParts(await openChunks(actionCtx, claimed))) {
    ctx.signal.throwIfAborted();
    hash.update(part);
    sizeBytes += part.length;
    const isOurs = await withService(ctx.db, async (tx) => {
      const held = await update(
        tx,
        { ...claimed, workerId: ctx.workerId },
        sql`
        beat_at = now(), rows_done = ${rowsDone}, rows_total = ${rowsTotal}, size_bytes = ${sizeBytes}
      `,
      );
      if (!held) return false;
      await sql`
        insert into pulse.export_parts (workspace_id, export_id, ordinal, body)
        values (${claimed.workspaceId}, ${claimed.id}, ${ordinal}, ${part})
      `.execute(tx);
      return true;
    });
    if (!isOurs) {
      lost.abort(new Error("the export was removed, or taken over"));
      ctx.signal.throwIfAborted();
    }
    ordinal += 1;
  }
  await withService(ctx.db, async (tx) => {
    const isDone = await update(
      tx,
      { ...claimed, workerId: ctx.workerId },
      sql`
      state = 'done', finished_at = now(), expires_at = now() + interval '1 day', sha256 = ${hash.digest()},
      rows_done = ${rowsDone}, rows_total = ${rowsDone}
    `,
    );
    if (isDone) await announce(tx, claimed, "done");
  });
  ctx.logger.info({ export: claimed.id, rows: rowsDone, size_bytes: sizeBytes }, "an export was written");
}

async function openChunks(ctx: ActionContext, { question, format }: Claimed): Promise<AsyncIterable<Uint8Array>> {
  const requested = requestedSchema.parse(question);
  if (requested.what !== "workspace") return (await exportRows.run(ctx, { question: requested, format })).chunks;
  const { lines } = await exportWorkspace.run(ctx, {});
  return inBytes(lines);
}

async function* inBytes(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of lines) yield Buffer.from(text);
}

/** Parts of one size, the last of which may be shorter. */
async function* inParts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes < partBytes) continue;
    const all = Buffer.concat(held);
    let at = 0;
    for (; all.length - at >= partBytes; at += partBytes) yield all.subarray(at, at + partBytes);
    const rest = Buffer.from(all.subarray(at));
    held = [rest];
    heldBytes = rest.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

type Tx = Parameters<Parameters<typeof withService>[1]>[0];
type Held = Pick<Claimed, "id"> & { readonly workerId: string };

/** False when it is no longer this worker's: somebody removed it, or took it over. */
async function update(tx: Tx, { id, workerId }: Held, change: ReturnType<typeof sql>): Promise<boolean> {
  const done = await sql`
    update pulse.exports
    set ${change}
    where id = ${id}
      and worker_id = ${workerId}
      and state = 'running'
    returning 1
  `.execute(tx);
  return done.rows.length > 0;
}

async function progress(ctx: Context, { id }: Claimed, change: ReturnType<typeof sql>): Promise<boolean> {
  return await withService(ctx.db, (tx) => update(tx, { id, workerId: ctx.workerId }, change));
}

async function giveBack(ctx: Context, claimed: Claimed): Promise<void> {
  await progress(ctx, claimed, sql`state = 'queued', worker_id = null, attempts = attempts - 1`);
}

async function fail(ctx: Context, claimed: Claimed, error: unknown): Promise<void> {
  if (!isAppError(error)) ctx.logger.error({ err: error, export: claimed.id }, "an export failed");
  const detail = isAppError(error) ? error.message : "the reason stands in the log of the worker";
  await withService(ctx.db, async (tx) => {
    const isOurs = await update(
      tx,
      { id: claimed.id, workerId: ctx.workerId },
      sql`
      state = 'failed', finished_at = now(), error_detail = ${detail}
    `,
    );
    if (!isOurs) return;
    await sql`delete from pulse.export_parts where export_id = ${claimed.id}`.execute(tx);
    await announce(tx, claimed, "failed");
  });
}

async function announce(tx: Tx, { id, workspaceId }: Claimed, state: string): Promise<void> {
  await publishEvents(tx, [{ workspaceId, repositoryId: null, kind: "export", subject: { export: id, state } }]);
}
