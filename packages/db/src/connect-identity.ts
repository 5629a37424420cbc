// Better Auth brings its own queries, and nothing of ours may be read without a role: this driver takes on the service's for each of them.
import {
  CamelCasePlugin,
  CompiledQuery,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type DatabaseConnection,
  type PostgresDialectConfig,
} from "kysely";

import { createPool, type ConnectInput } from "./connect.ts";

/**
 * A pool on the schema `identity` for a library that names its own tables. Every query runs in a transaction as the service,
 * so that the role stays with it behind a transaction pooler too. Names are camelCase outside, snake_case inside.
 */
export function connectIdentity(input: ConnectInput): Kysely<unknown> {
  return new Kysely<unknown>({
    dialect: new ServiceDialect({ pool: createPool(input) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  }).withSchema("identity");
}

class ServiceDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): ServiceDriver {
    return new ServiceDriver(this.#config);
  }
}

class ServiceDriver extends PostgresDriver {
  readonly #open = new WeakSet<DatabaseConnection>();

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    await connection.executeQuery(CompiledQuery.raw("begin; set local role service_role"));
    this.#open.add(connection);
    return connection;
  }

  // The transaction is there since the connection was taken.
  override async beginTransaction(): Promise<void> {}

  override async commitTransaction(connection: Parameters<PostgresDriver["commitTransaction"]>[0]): Promise<void> {
    this.#open.delete(connection);
    await super.commitTransaction(connection);
  }

  override async rollbackTransaction(connection: Parameters<PostgresDriver["rollbackTransaction"]>[0]): Promise<void> {
    this.#open.delete(connection);
    await super.rollbackTransaction(connection);
  }

  // After a failed statement `commit` rolls back, and its error is on its way already.
  override async releaseConnection(connection: Parameters<PostgresDriver["releaseConnection"]>[0]): Promise<void> {
    try {
      if (this.#open.delete(connection)) await connection.executeQuery(CompiledQuery.raw("commit"));
    } finally {
      await super.releaseConnection(connection);
    }
  }
}
