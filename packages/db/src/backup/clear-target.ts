import { AppError } from "@pulse/kit";

import { maskUrl } from "../migrate/mask-url.ts";
import { sqlState, type Session } from "../migrate/with-session.ts";
import { listBackupTables } from "./list-backup-tables.ts";

// What the first start makes before anybody has done anything.
const firstRows: Readonly<Record<string, number>> = {
  "pulse.workspaces": 1,
  "pulse.memberships": 1,
  "pulse.data_versions": 1,
  "identity.sign_in_links": Number.POSITIVE_INFINITY,
};

/**
 * Takes away what an installation at the target has, inside a transaction. Throws `conflict` when that holds data and is not to be replaced,
 * when its schemas are not ours, and `unavailable` while somebody works on it.
 */
export async function clearTarget(
  session: Session,
  {
    url,
    isReplacing,
    lockTimeoutMs = 10_000,
  }: {
    readonly url: string;
    readonly isReplacing: boolean;
    readonly lockTimeoutMs?: number;
  },
): Promise<void> {
  const found = await session.query<{ name: string; isOurs: boolean }>(
    `select nspname as name, pg_has_role(nspowner, 'usage') as "isOurs"
     from pg_namespace
     where nspname in ('identity', 'jobs', 'metrics', 'pulse')`,
  );
  if (found.rows.length === 0) return;
  const hasHistory = await session.query("select where to_regclass('pulse.schema_migrations') is not null");
  const foreign = found.rows.filter((row) => !row.isOurs).map((row) => row.name);
  if (foreign.length > 0 || hasHistory.rowCount === 0) {
    const names = (foreign.length > 0 ? foreign : found.rows.map((row) => row.name)).join(", ");
    throw new AppError(
      "conflict",
      `${maskUrl(url)} has schemas that no Pulse-Hub made, or another role owns: ${names}. Use another database`,
    );
  }
  const kept = isReplacing ? [] : await listFilled(session);
  if (kept.length > 0) {
    throw new AppError(
      "conflict",
      `${maskUrl(url)} holds data already (${kept.slice(0, 5).join(", ")}${kept.length > 5 ? ", …" : ""}). ` +
        "Give an empty database, or say --replace to lose what is there",
    );
  }
  try {
    await session.query("select set_config('lock_timeout', $1, true)", [String(lockTimeoutMs)]);
    await session.query(`drop schema ${found.rows.map((row) => row.name).join(", ")} cascade`);
  } catch (error) {
    if (sqlState(error) !== "55P03") throw error;
    throw new AppError(
      "unavailable",
      `Somebody works on ${maskUrl(url)}. Stop ./pulse up, or the web, worker and MCP services, and run the command again`,
      { cause: error },
    );
  }
}

async function listFilled(session: Session): Promise<readonly string[]> {
  await session.query("set local role service_role");
  const filled: string[] = [];
  for (const { name } of await listBackupTables(session)) {
    const allowed = firstRows[name] ?? 0;
    const more = await session.query(
      `select from ${name} offset ${Number.isFinite(allowed) ? allowed : "null"} limit 1`,
    );
    if (Number.isFinite(allowed) && more.rowCount !== 0) filled.push(name);
  }
  await session.query("set local role none");
  return filled;
}
