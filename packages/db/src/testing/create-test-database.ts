import { inject, TestRunner, type RunnerTestSuite } from "vitest";
import { z } from "zod";

import { connect, type Db } from "../connect.ts";
import type { BrokerRequest } from "./database-broker.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly databaseBroker: string;
  }
}

export type TestDatabase = {
  /** Connected as the owner of the schemas, who is no superuser and passes no policy by itself. */
  readonly db: Db;
  readonly name: string;
  /** The owner's. */
  readonly url: string;
  /** A superuser's, for looking behind the policies. */
  readonly superUrl: string;
  /** Closes `db`, and drops the database unless a test of the file failed. */
  readonly drop: () => Promise<void>;
};

type TestDatabaseInput = {
  readonly version?: 15 | 18;
  /** False gives an empty database. */
  readonly isMigrated?: boolean;
};

const createdSchema = z.object({ name: z.string(), url: z.string(), superUrl: z.string() });

/** A database of the test file's own, cloned from a migrated template. Call it in `beforeAll` or in a test. */
export async function createTestDatabase(input: TestDatabaseInput = {}): Promise<TestDatabase> {
  const version = input.version ?? 18;
  const file = TestRunner.getCurrentTest()?.file ?? TestRunner.getCurrentSuite().file;
  const answer = await ask({ kind: "create", version, isMigrated: input.isMigrated ?? true });
  const created = createdSchema.parse(answer);
  const db = connect({ url: created.url, applicationName: "pulse-test", maxConnections: 4 });
  return {
    ...created,
    db,
    drop: async () => {
      await db.destroy();
      if (!hasFailed(file)) await ask({ kind: "drop", version, name: created.name });
    },
  };
}

async function ask(request: BrokerRequest): Promise<unknown> {
  const response = await fetch(inject("databaseBroker"), { method: "POST", body: JSON.stringify(request) });
  if (!response.ok) throw new Error(`No test database: ${await response.text()}`);
  return await response.json();
}

function hasFailed(suite: Pick<RunnerTestSuite, "tasks" | "result">): boolean {
  return (
    suite.result?.state === "fail" ||
    suite.tasks.some((task) => (task.type === "suite" ? hasFailed(task) : task.result?.state === "fail"))
  );
}
