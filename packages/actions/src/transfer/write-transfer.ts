import { createHash } from "node:crypto";

import type { Tx } from "@pulse/db";
import { AppError, parseJson } from "@pulse/kit";
import { sql, type RawBuilder } from "kysely";

import { readLines } from "./read-lines.ts";
import { transferRowSchema } from "./transfer-format.ts";
import type { TransferTable } from "./transfer-tables.ts";

type Input = {
  readonly file: string;
  readonly tables: ReadonlyMap<string, TransferTable | "left behind">;
  readonly workspaceId: number;
  /** Added to every id, so that none meets one that is here. */
  readonly shift: number;
  readonly onRows: (done: number) => void;
};

type Row = Readonly<Record<string, unknown>>;

const batchRows = 500;

/** Writes the rows of a checked file in the order in which they come, and gives how many there were of what. */
export async function writeTransfer(tx: Tx, input: Input): Promise<Readonly<Record<string, number>>> {
  const written: Record<string, number> = {};
  let [open, done]: [TransferTable | null, number] = [null, 0];
  let held: Row[] = [];
  const flush = async (): Promise<void> => {
    if (open !== null && held.length > 0) {
      await insertRows(open, held, input).execute(tx);
      written[open.name] = (written[open.name] ?? 0) + held.length;
    }
    held = [];
  };
  for await (const text of readLines(input.file, createHash("sha256"))) {
    const parsed = transferRowSchema.safeParse(parseJson(text));
    if (!parsed.success) continue;
    input.onRows((done += 1));
    const { table: name, row } = parsed.data;
    if (name === "workspaces") await takeSettings(tx, row, input.workspaceId);
    const table = input.tables.get(name);
    if (table === undefined || table === "left behind") continue;
    if (table !== open || (held.length >= batchRows && !table.isTree)) await flush();
    open = table;
    held.push(name === "repositories" ? asImported(row) : row);
  }
  await flush();
  return written;
}

/** Nobody reads it here before it is connected. */
const asImported = (row: Row): Row => ({ ...row, is_tracked: false, access: "ok", access_detail: null });

function insertRows(table: TransferTable, rows: readonly Row[], { workspaceId, shift }: Input): RawBuilder<unknown> {
  const given = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = [...table.columns].filter(([name, kind]) => given.has(name) && kind !== "computed");
  const values = columns.map(([name, kind]) => {
    const value = sql.ref(`given.${name}`);
    switch (kind) {
      case "workspace":
        return sql`${workspaceId}::bigint`;
      case "id":
        return sql`${value} + ${shift}::bigint`;
      case "ids":
        return sql`array(select id + ${shift}::bigint from unnest(${value}) with ordinality as each (id, n) order by n)`;
      case "cleared":
        return sql`null`;
      default:
        return value;
    }
  });
  return sql`
    insert into ${sql.table(`pulse.${table.name}`)} (${sql.join(columns.map(([name]) => sql.id(name)))})
    overriding system value
    select ${sql.join(values)}
    from json_populate_recordset(null::${sql.table(`pulse.${table.name}`)}, ${JSON.stringify(rows)}::json) as given
  `;
}

/** What numbers are computed with, and how long what is kept; its address and name stay those of here. */
async function takeSettings(tx: Tx, row: Row, workspaceId: number): Promise<void> {
  const taken = await sql`
    update pulse.workspaces as workspace
    set
      time_zone = given.time_zone,
      bot_logins = given.bot_logins,
      ignored_paths = given.ignored_paths,
      response_sla = given.response_sla,
      delivery_days = given.delivery_days,
      event_days = given.event_days,
      audit_days = given.audit_days,
      text_days = given.text_days
    from json_populate_record(null::pulse.workspaces, ${JSON.stringify(row)}::json) as given
    where workspace.id = ${workspaceId}
    returning 1
  `.execute(tx);
  if (taken.rows.length === 0) throw new AppError("not_found", "This workspace is gone");
}
