import { sql } from "kysely";

import type { Db, Tx } from "./connect.ts";
import { nameRequest } from "./name-request.ts";

/** Runs `work` in one transaction as the service itself, which sees every workspace: importers, jobs, the worker. */
export async function withService<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return await db.transaction().execute(async (tx) => {
    await sql`select set_config('role', 'service_role', true), ${nameRequest()}`.execute(tx);
    return await work(tx);
  });
}
