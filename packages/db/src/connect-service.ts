import {
  connect,
  findDirectPool,
  parsePostgresUrl,
  transactionPoolerPort,
  type ConnectInput,
  type Db,
} from "./connect.ts";
import type { KnownStatement } from "./query-workspace.ts";
import { readRows } from "./read-rows.ts";
import { withService } from "./with-service.ts";

export type ServiceConnection = {
  /** Runs statements as the service, each of them a transaction by itself where that is possible: one round trip instead of four. */
  readonly run: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  /** The rows of one statement, which each connection plans once. */
  readonly query: <Row>(statement: KnownStatement<Row>) => Promise<readonly Row[]>;
  readonly close: () => Promise<void>;
};

/** A pool whose connections are the service for as long as they live. At a transaction pooler that cannot be, and each `run` is a transaction. */
export function connectService(input: ConnectInput): ServiceConnection {
  const isPooled = parsePostgresUrl(input.url).port === transactionPoolerPort;
  const db = connect(isPooled ? input : { ...input, role: "service_role" });
  const pool = findDirectPool(db);
  return {
    run: async (work) => (isPooled ? await withService(db, work) : await work(db)),
    query: async ({ name, query }) => {
      if (pool === null) return (await withService(db, async (tx) => await query.execute(tx))).rows;
      const { sql: text, parameters } = query.compile(db);
      return await readRows(db, (await pool.query({ name, text, values: [...parameters] })).rows);
    },
    close: async () => await db.destroy(),
  };
}
