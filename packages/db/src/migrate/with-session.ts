import { hostname } from "node:os";

import { AppError } from "@pulse/kit";
import pg from "pg";

import { columnTypes } from "../column-types.ts";
import { parsePostgresUrl } from "../connect.ts";
import { maskUrl } from "./mask-url.ts";

/** One connection of the migrator's own: the advisory lock and the settings belong to it. */
export type Session = pg.Client;

const connectTimeoutMs = 10_000;
// A migration that waits for a table makes everybody behind it wait too, so it gives up early.
const lockTimeoutMs = 10_000;
const transactionPoolerPort = "6543";

/** Runs `work` on one direct connection and closes it. Throws `unavailable` or `forbidden` when the server does not let us in. */
export async function withSession<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  const session = new pg.Client({
    connectionString: parsePostgresUrl(url).href,
    application_name: `pulse migrator on ${hostname()}, process ${process.pid}`.slice(0, 63),
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: columnTypes,
  });
  // A broken connection also fails the query under way; without a listener it would end the process first.
  session.on("error", () => undefined);
  await session.connect().catch((error: unknown) => {
    throw connectionError(url, error);
  });
  try {
    await resetSession(session);
    return await work(session);
  } finally {
    await session.end().catch(() => undefined);
  }
}

/**
 * The settings that every script starts from, whatever the one before it has set. Sent as statements, since a pooler refuses them at the
 * start of a connection. With no search path nothing is found, or made, without its schema's name.
 */
export async function resetSession(session: Session): Promise<void> {
  await session.query(
    `reset role;
     reset all;
     set lock_timeout = ${lockTimeoutMs};
     set statement_timeout = 0;
     set idle_in_transaction_session_timeout = 0;
     set search_path = '';
     set timezone = 'UTC';
     set client_min_messages = warning`,
  );
}

/** Says why migrations should not run through this URL, or null. */
export function poolerWarning(url: string): string | null {
  if (parsePostgresUrl(url).port !== transactionPoolerPort) return null;
  return (
    `${maskUrl(url)} looks like a transaction pooler (port ${transactionPoolerPort}), where the migrator's lock does not hold. ` +
    "Give the direct address (usually port 5432) in POSTGRES_DIRECT_URL"
  );
}

/** The five letters or digits by which PostgreSQL names an error, or null when the error is not PostgreSQL's. */
export function sqlState(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}

function connectionError(url: string, error: unknown): AppError {
  const reason = error instanceof Error && error.message !== "" ? error.message : networkReason(error);
  const isRefused = ["28000", "28P01", "3D000", "42501"].includes(sqlState(error) ?? "");
  return new AppError(
    isRefused ? "forbidden" : "unavailable",
    `The database ${maskUrl(url)} cannot be reached: ${reason}. Check the address, and that the server runs`,
    { cause: error },
  );
}

// Node reports several refused addresses of one name as an error without a message.
function networkReason(error: unknown): string {
  if (error instanceof AggregateError) {
    return error.errors.map((part) => (part instanceof Error ? part.message : String(part))).join(", ");
  }
  return String(error);
}
