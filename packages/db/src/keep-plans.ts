import { createHash } from "node:crypto";

import { sql } from "kysely";
import type pg from "pg";

const mark = "/* plan kept */";

/**
 * In a statement, says that its plan is to be kept: on connections that keep plans it is read, rewritten and planned once, and not for each
 * time. For statements that are planned longer than they run, and that run well whatever their values are.
 */
export const keptPlan = sql.raw(mark);

// The plan of a metric takes three quarters of a megabyte of its connection's process. Six dashboards are 88 statements, and some more by the day.
const mostPlans = 150;

/** Has a connection name the marked statements, as far as there is room for their plans. Not at a transaction pooler, where names are lost. */
export function keepPlans(client: pg.PoolClient): void {
  const query = client.query.bind(client);
  const names = new Set<string>();
  const nameOf = (text: unknown): string | null => {
    if (typeof text !== "string" || !text.includes(mark)) return null;
    const name = createHash("sha256").update(text).digest("base64url");
    if (!names.has(name) && names.size >= mostPlans) return null;
    names.add(name);
    return name;
  };
  Object.assign(client, {
    query: (text: unknown, values: unknown, ...rest: readonly unknown[]): unknown => {
      const name = nameOf(text);
      return Reflect.apply(
        query,
        undefined,
        name === null ? [text, values, ...rest] : [{ name, text, values }, ...rest],
      );
    },
  });
}
