// One statement as a person in one round trip, where a transaction takes four: what is asked with every request goes this way.
import { traced } from "@pulse/kit";
import type { CompiledQuery, RawBuilder } from "kysely";
import pg from "pg";

import { findDirectPool, type Db } from "./connect.ts";
import { readRows } from "./read-rows.ts";
import { entering, withWorkspace, type WorkspaceClaims } from "./with-workspace.ts";

/** A statement that is always the same text, and asked so often that each connection plans it once, under this name. */
export type KnownStatement<Row> = { readonly name: string; readonly query: RawBuilder<Row> };

type Answered = { readonly rows: unknown[] };

/**
 * The rows that a statement gives this person in this workspace, as `withWorkspace` around it would. The scope is set and the statement
 * sent with one Sync behind both, which makes them one transaction. At a transaction pooler, whose connections remember no plans, it is
 * a transaction like every other.
 */
export async function queryWorkspace<Row>(
  db: Db,
  claims: WorkspaceClaims,
  { name, query }: KnownStatement<Row>,
): Promise<readonly Row[]> {
  const pool = findDirectPool(db);
  if (pool === null) return await withWorkspace(db, claims, async (tx) => (await query.execute(tx)).rows);
  const { sql: text, parameters } = query.compile(db);
  const client = await pool.connect();
  try {
    const answer = async (): Promise<Answered> =>
      await new Promise<Answered>((resolve, reject) => {
        const asked = new pg.Query({ name, text, values: [...parameters] }, (error, result) => {
          if (error) reject(error);
          else resolve(result);
        });
        client.query(inScope(handlingOf(asked), { name, scope: entering(claims).compile(db) }));
      });
    const attributes = { "db.system.name": "postgresql", "db.query.summary": name };
    const answered = await traced({ name: "PostgreSQL", kind: "client", attributes }, answer);
    return await readRows<Row>(db, answered.rows);
  } finally {
    client.release();
  }
}

type Statements = Record<string, string | undefined>;
type Connection = pg.Connection & { readonly parsedStatements: Statements };

/** What the driver calls on a query while its answer comes in. */
type Handling = pg.Query & {
  handleDataRow: (message: unknown) => void;
  handleCommandComplete: (message: unknown, connection: Connection) => void;
  handleError: (error: Error, connection: Connection) => void;
};

/** The same query, with the scope sent before it and what the server says of that kept from it. */
function inScope(query: Handling, { name, scope }: { readonly name: string; readonly scope: CompiledQuery }): Handling {
  const own = {
    submit: query.submit.bind(query),
    handleDataRow: query.handleDataRow.bind(query),
    handleCommandComplete: query.handleCommandComplete.bind(query),
    handleError: query.handleError.bind(query),
  };
  let isEntered = false;
  return Object.assign(query, {
    submit: (connection: Connection) => {
      connection.stream.cork();
      connection.parse({ text: scope.sql, name: "", types: [] }, true);
      connection.bind({ values: scope.parameters.map(String) }, true);
      connection.execute({}, true);
      // After a failure nobody knows whether the server has it; closing what is not there is no error.
      if (connection.parsedStatements[name] === undefined) connection.close({ type: "S", name }, true);
      own.submit(connection);
      connection.stream.uncork();
      return null;
    },
    handleDataRow: (message: unknown) => {
      if (isEntered) own.handleDataRow(message);
    },
    handleCommandComplete: (message: unknown, connection: Connection) => {
      if (isEntered) own.handleCommandComplete(message, connection);
      isEntered = true;
    },
    handleError: (error: Error, connection: Connection) => {
      // The driver took the first parsed statement for the named one.
      delete connection.parsedStatements[name];
      own.handleError(error, connection);
    },
  });
}

// Its types name `submit` alone; the driver is pinned, and calls these on every query.
const handlingOf = (query: pg.Query): Handling => query as Handling;
