import type { ListedCommand } from "../command.ts";
import { check } from "./check.ts";
import { dbDrift } from "./db-drift.ts";
import { dbMigrate } from "./db-migrate.ts";
import { dbRollback } from "./db-rollback.ts";
import { dbSnapshot } from "./db-snapshot.ts";
import { dbStatus } from "./db-status.ts";
import { dbVerify } from "./db-verify.ts";
import { doctor } from "./doctor.ts";
import { test } from "./test.ts";

/** Every command, in the order of the help page. */
export const commands: readonly ListedCommand[] = [dbMigrate, dbRollback, dbStatus, dbVerify, dbDrift, dbSnapshot, doctor, check, test];
