import { sql, type RawBuilder } from "kysely";

/** A number from 0 to `below` that looks like chance and is the same in every run. */
export function dice(key: RawBuilder<unknown>, below: number): RawBuilder<unknown> {
  return sql`(abs(hashint8(${key})::bigint) % ${sql.lit(below)})`;
}
