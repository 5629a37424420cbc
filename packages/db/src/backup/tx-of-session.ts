import {
  CamelCasePlugin,
  type CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
} from "kysely";

import type { Tx } from "../connect.ts";
import type { Session } from "../migrate/with-session.ts";

/** Runs `work` with the transaction that this session is in already; its beginning and its end stay the session's affair. */
export async function withTxOfSession<T>(session: Session, work: (tx: Tx) => Promise<T>): Promise<T> {
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(session),
      createIntrospector: (introspected) => new PostgresIntrospector(introspected),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return await db.transaction().execute(work);
}

function driverOf(session: Session): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: CompiledQuery) => {
      const { rows } = await session.query<Row & object>(sql, [...parameters]);
      return { rows };
    },
    streamQuery: () => {
      throw new TypeError("Nothing is streamed through a transaction of the migrator's");
    },
  };
  const nothing = async (): Promise<void> => await Promise.resolve();
  return {
    init: nothing,
    acquireConnection: async () => await Promise.resolve(connection),
    releaseConnection: nothing,
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    destroy: nothing,
  };
}
