import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { Db } from "../connect.ts";
import type { KeyRing } from "../secrets/key-ring.ts";
import { withService } from "../with-service.ts";
import { biPasswords } from "./bi-login.ts";
import { runFreeSql, type FreeSqlResult } from "./run-free-sql.ts";

type Question = {
  readonly workspaceId: number;
  readonly url: string;
  readonly keys: KeyRing;
  readonly sql: string;
  readonly maxRows: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
};

/** Runs a statement as the login of a workspace. Throws `forbidden` where the workspace does not let itself be asked in SQL. */
export async function askInSql(db: Db, question: Question): Promise<FreeSqlResult> {
  const { workspaceId, keys, ...asked } = question;
  const found = await withService(db, (tx) =>
    sql<{ roleName: string }>`select role_name from pulse.bi_logins where workspace_id = ${workspaceId}`.execute(tx),
  );
  const role = found.rows[0]?.roleName;
  if (role === undefined) throw new AppError("forbidden", "This workspace does not let itself be asked in SQL");
  const passwords = biPasswords(keys, role);
  for (const [at, password] of passwords.entries()) {
    try {
      return await runFreeSql({ ...asked, role, password });
    } catch (error) {
      // Made from an older key while keys change.
      const isRefused = error instanceof AppError && error.code === "unavailable" && at < passwords.length - 1;
      if (!isRefused) throw error;
    }
  }
  throw new Error("a ring of keys has one at least");
}
