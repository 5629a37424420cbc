// A statement of somebody else's making. Whoever calls has looked at it; nothing here relies on that.
import { AppError } from "@pulse/kit";
import pg from "pg";
import { z } from "zod";

import { parsePostgresUrl, transactionPoolerPort } from "../connect.ts";
import { freeSqlTypes } from "./free-sql-types.ts";
import { toFreeSqlError } from "./to-free-sql-error.ts";

type FreeSql = {
  /** Of the server itself, as anybody. */
  readonly url: string;
  readonly role: string;
  readonly password: string;
  readonly sql: string;
  readonly maxRows: number;
  /** Of each of its statements; ten seconds, unless less is said. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
};

export type FreeSqlResult = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** There are further rows. */
  readonly isMore: boolean;
};

const usualMs = 10_000;
const maxBytes = 8_000_000;
/** Of the planner: what it takes for so much would take hours. */
const mostCost = 1e9;
const mostRows = 1e8;

/**
 * Runs one statement as this login and gives its rows, at most so many. It is one statement by protocol, a query by grammar (no other can have a
 * cursor), in a transaction that is read-only and always taken back, on a connection that nobody uses afterwards; time, rows and bytes have an end.
 * Throws `invalid` for what cannot run, `limited` where the login has too many connections, `unavailable` where it does not get in.
 */
export async function runFreeSql(input: FreeSql): Promise<FreeSqlResult> {
  const client = new pg.Client(configOf(input));
  client.on("error", () => undefined);
  const reading = { bytes: 0 };
  const giveUp = (): void => void streamOf(client).destroy();
  try {
    input.signal?.throwIfAborted();
    await client.connect();
    input.signal?.addEventListener("abort", giveUp, { once: true });
    streamOf(client).on("data", (chunk: Buffer) => {
      reading.bytes += chunk.length;
      if (reading.bytes > maxBytes) giveUp();
    });
    return await readRows(client, input);
  } catch (error) {
    throw reading.bytes > maxBytes ? tooLarge() : toFreeSqlError(error);
  } finally {
    input.signal?.removeEventListener("abort", giveUp);
    await client.end().catch(() => undefined);
  }
}

function configOf({ url: given, role, password, timeoutMs = usualMs }: FreeSql): pg.ClientConfig {
  const url = parsePostgresUrl(given);
  if (url.port === transactionPoolerPort) {
    throw new AppError(
      "unavailable",
      "SQL is run by a login of its own, which a transaction pooler does not know. An operator gives the address of the server in POSTGRES_DIRECT_URL",
    );
  }
  url.username = role;
  url.password = password;
  const settings = {
    timezone: "UTC",
    search_path: "metrics",
    standard_conforming_strings: "on",
    default_transaction_read_only: "on",
    cursor_tuple_fraction: "1",
    max_parallel_workers_per_gather: "0",
  };
  return {
    connectionString: url.href,
    application_name: "pulse-hub free sql",
    connectionTimeoutMillis: usualMs,
    statement_timeout: timeoutMs,
    lock_timeout: 1000,
    idle_in_transaction_session_timeout: usualMs,
    types: freeSqlTypes,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
  };
}

async function readRows(client: pg.Client, { sql, maxRows }: FreeSql): Promise<FreeSqlResult> {
  await client.query("begin transaction isolation level repeatable read read only");
  await refuseEndless(client, sql);
  // A statement of the extended protocol is one; DECLARE takes a query and nothing that writes.
  await client.query(alone(`declare result no scroll cursor for ${sql}`));
  const fetched = await client.query({ ...alone(`fetch forward ${maxRows + 1} from result`), rowMode: "array" });
  const rows: readonly unknown[][] = fetched.rows;
  const types = await namesOfTypes(
    client,
    fetched.fields.map(({ dataTypeID }) => dataTypeID),
  );
  await client.query("rollback");
  return {
    columns: fetched.fields.map(({ name, dataTypeID }) => ({ name, type: types.get(dataTypeID) ?? "unknown" })),
    rows: rows.slice(0, maxRows),
    isMore: rows.length > maxRows,
  };
}

const alone = (text: string) => ({ text, queryMode: "extended" as const });

type Plan = {
  readonly "Plan Rows": number;
  readonly "Total Cost": number;
  readonly Plans?: readonly Plan[] | undefined;
};

const planSchema: z.ZodType<Plan> = z.object({
  "Plan Rows": z.number(),
  "Total Cost": z.number(),
  get Plans() {
    return z.array(planSchema).optional();
  },
});
const explainedSchema = z.tuple([z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: planSchema })]) })]);

async function refuseEndless(client: pg.Client, sql: string): Promise<void> {
  const explained = await client.query(alone(`explain (format json) ${sql}`));
  const [
    {
      "QUERY PLAN": [{ Plan: plan }],
    },
  ] = explainedSchema.parse(explained.rows);
  if (plan["Total Cost"] <= mostCost && rowsIn(plan) <= mostRows) return;
  throw new AppError(
    "invalid",
    "This would take hours. Join on keys (repository_id and id), and look at fewer repositories or days",
  );
}

function rowsIn(plan: Plan): number {
  return Math.max(plan["Plan Rows"], ...(plan.Plans ?? []).map(rowsIn));
}

async function namesOfTypes(client: pg.Client, oids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const found = await client.query<{ oid: number; name: string }>(
    "select oid::int4 as oid, pg_catalog.format_type(oid, null) as name from pg_catalog.pg_type where oid = any ($1::oid[])",
    [oids],
  );
  return new Map(found.rows.map(({ oid, name }) => [oid, name]));
}

function tooLarge(): AppError {
  return new AppError("invalid", `The rows are more than ${maxBytes / 1e6} MB. Ask for fewer rows or shorter texts`, {
    details: { reason: "response_too_large" },
  });
}

type Stream = {
  readonly on: (event: "data", heard: (chunk: Buffer) => void) => unknown;
  readonly destroy: () => unknown;
};

// What the client reads from, which its types do not tell: only there a row can be stopped before all of it is held.
const streamOf = (client: pg.Client): Stream =>
  (client as unknown as { connection: { stream: Stream } }).connection.stream;
