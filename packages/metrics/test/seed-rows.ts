import { sql } from "kysely";

export type Fragment = ReturnType<typeof sql>;
export type Seed = (
  table: string,
  columns: string,
  input: { readonly rows: readonly object[]; readonly shape: Fragment; readonly values: Fragment },
) => Promise<void>;
export type Account = (column: string) => Fragment;

/** Objects as rows called `input`. */
export function recordset(rows: readonly object[], shape: Fragment): Fragment {
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as input (${shape})`;
}
