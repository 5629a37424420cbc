import { AppError, noteTraced } from "@pulse/kit";
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from "kysely";
import pg from "pg";

import { columnTypes } from "./column-types.ts";
import { keepPlans } from "./keep-plans.ts";
import { watchPool } from "./pool-sizes.ts";

/** A pool of connections. Queries are kysely's `sql` tag; rows come back in camelCase, JSON inside them as it was stored. */
export type Db = Kysely<unknown>;
export type Tx = Transaction<unknown>;

export type ConnectInput = {
  readonly url: string;
  readonly applicationName: string;
  readonly maxConnections?: number;
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  /** Whom every connection is from its beginning on; not at a transaction pooler. */
  readonly role?: "service_role";
  /** For a process that answers people for as long as it runs: some connections stay, and all keep the plans of statements marked so. */
  readonly keepsPlans?: boolean;
};

const connectTimeoutMs = 10_000;
// A few that know their plans stay; the others go seconds after their use, with what the server holds for them, which only grows.
const keptPool = { min: 3, maxLifetimeSeconds: 3_600 };
/** By convention that of PgBouncer and of Supabase's pooler in transaction mode: no session there, so no LISTEN. */
export const transactionPoolerPort = "6543";

/**
 * Opens a pool; nothing is dialled before the first query. Zero switches a timeout off.
 * At the port of a transaction pooler no prepared statement is named.
 */
export function connect(input: ConnectInput): Db {
  const pool = createPool(input);
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    // The text alone: its values are parameters.
    log: ({ query, queryDurationMillis }) => noteTraced(() => statementOf(query.sql), queryDurationMillis),
  });
  if (parsePostgresUrl(input.url).port !== transactionPoolerPort) directPools.set(db, pool);
  return db;
}

const mostTracedText = 2000;

function statementOf(text: string) {
  const attributes = { "db.system.name": "postgresql", "db.query.text": text.trim().slice(0, mostTracedText) };
  return { name: "PostgreSQL", kind: "client" as const, attributes };
}

const directPools = new WeakMap<Db, pg.Pool>();

/** The pool beneath, for statements that are planned once for each connection. Null at a transaction pooler, where a connection is nobody's. */
export function findDirectPool(db: Db): pg.Pool | null {
  return directPools.get(db) ?? null;
}

export function createPool(input: ConnectInput): pg.Pool {
  const url = parsePostgresUrl(input.url);
  const keepsPlans = input.keepsPlans === true && url.port !== transactionPoolerPort;
  const pool = new pg.Pool({
    connectionString: url.href,
    application_name: input.applicationName,
    max: input.maxConnections ?? 10,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: columnTypes,
    ...(keepsPlans ? keptPool : {}),
    ...timeouts(url, input),
  });
  // An idle connection that breaks is dropped by the pool, and the next query dials again; without a listener it would end the process.
  pool.on("error", () => undefined);
  // The same for one that breaks while somebody holds it between two queries: their next query fails, which is all they need to know.
  pool.on("connect", (client) => client.on("error", () => undefined));
  if (keepsPlans) pool.on("connect", keepPlans);
  watchPool(input.applicationName, pool);
  return pool;
}

/** Throws `invalid`, without repeating the password, unless `text` is a URL of the form postgres://user:password@host:port/database. */
export function parsePostgresUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) {
    throw new AppError(
      "invalid",
      "The database address is not a PostgreSQL URL. It looks like postgres://user:password@host:5432/database (special characters in the password are percent-encoded)",
    );
  }
  // pg reads sslmode=require as "and verify the certificate", libpq (and every provider's page) as "encrypt".
  if (url.searchParams.get("sslmode") === "require" && !url.searchParams.has("uselibpqcompat")) {
    url.searchParams.set("uselibpqcompat", "true");
  }
  return url;
}

function timeouts(url: URL, input: ConnectInput): pg.PoolConfig {
  const statementTimeoutMs = input.statementTimeoutMs ?? 30_000;
  const lockTimeoutMs = input.lockTimeoutMs ?? 10_000;
  // A transaction pooler refuses session settings at the start of a connection, so there the client keeps the time itself.
  if (url.port === transactionPoolerPort) return statementTimeoutMs > 0 ? { query_timeout: statementTimeoutMs } : {};
  return {
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    options: input.role === undefined ? "-c timezone=UTC" : `-c timezone=UTC -c role=${input.role}`,
  };
}
