import { sql } from "kysely";

import type { Expression } from "./metric.ts";

/** SQL that makes one JSON object; the names are ours, never a person's. */
export function jsonObject(entries: readonly (readonly [name: string, of: Expression])[]): Expression {
  const pairs = entries.flatMap(([name, of]) => [sql.lit(name), of]);
  return pairs.length === 0 ? sql`'{}'::jsonb` : sql`jsonb_build_object(${sql.join(pairs)})`;
}
