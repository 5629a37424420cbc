import type { Db } from "./connect.ts";

/** Rows as the driver gives them, in the words that every query of this pool answers in. */
export async function readRows<Row>(db: Db, rows: readonly unknown[]): Promise<readonly Row[]> {
  let result = { rows: rowsOf([...rows]) };
  for (const plugin of db.getExecutor().plugins) {
    result = await plugin.transformResult({ queryId: { queryId: "known" }, result });
  }
  return typed<Row>(result.rows);
}

// The driver makes an object of every row; that its columns are those of `Row` is said by who wrote the statement, as everywhere.
const rowsOf = (rows: unknown[]): Record<string, unknown>[] => rows as Record<string, unknown>[];
const typed = <Row>(rows: unknown[]): Row[] => rows as Row[];
