import { isDeepStrictEqual } from "node:util";

import type { Session } from "../migrate/with-session.ts";
import type { BackupEnd } from "./backup-parts.ts";
import { listBackupTables } from "./list-backup-tables.ts";

/** Counts the rows of every table anew. The session must see them all. */
export async function listRowDifferences(
  session: Session,
  { rows }: Pick<BackupEnd, "rows">,
): Promise<readonly string[]> {
  await session.query("set local role service_role");
  const differences: string[] = [];
  for (const { name } of await listBackupTables(session)) {
    const found = await session.query<{ count: number }>(`select count(*) as count from ${name}`);
    const count = found.rows[0]?.count ?? 0;
    if (count !== rows[name]) differences.push(`${name} has ${count} rows instead of ${rows[name] ?? 0}`);
  }
  await session.query("set local role none");
  return differences;
}

export function listFigureDifferences(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(asStored(before[name]), asStored(after[name])))
    .map((name) => `${name} is ${print(after[name])} instead of ${print(before[name])}`);
}

function asStored(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function print(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}
