import { PgBoss } from "pg-boss";

import { asMigrator, type MigratorInput } from "../migrate/as-migrator.ts";

/** The schema of the queue library: its own to change, and open to nobody but its owner. */
export const jobsSchema = "jobs";

/**
 * Brings the tables of the job queue to the version that this program's pg-boss needs, under the same lock as our own migrations. They are no
 * part of those: `db drift` and `db verify` do not look at them.
 */
export async function ensureJobsSchema(input: Pick<MigratorInput, "url" | "waitMs">): Promise<void> {
  await asMigrator(input, async (session) => {
    const boss = new PgBoss({
      db: {
        executeSql: async (text, values) => await session.query(text, values === undefined ? undefined : [...values]),
      },
      schema: jobsSchema,
      migrate: true,
      supervise: false,
      schedule: false,
    });
    boss.on("error", () => undefined);
    await boss.start();
    await boss.stop({ graceful: false, close: false });
    // What a library adds later may come with grants of its own.
    await session.query(
      `revoke all on schema ${jobsSchema} from public;
       revoke all on all tables in schema ${jobsSchema} from public;
       revoke all on all functions in schema ${jobsSchema} from public`,
    );
  });
}
