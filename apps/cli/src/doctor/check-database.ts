import path from "node:path";

import { checkServer, migrationStatus, probeEmbeddedPostgres } from "@pulse/db";
import { isAppError, isProcessAlive, readLockHolder } from "@pulse/kit";

import type { CliContext } from "../context.ts";
import { openDatabase } from "../open-database.ts";
import { findRunningUp } from "../up/run-file.ts";
import { fail, ok, warn, type Finding } from "./finding.ts";

type Ctx = Pick<CliContext, "home" | "env" | "signal" | "say">;

const logHint = "Run it again; if it stays, look into logs/postgres.log of the state folder";

/** Whether there is a database that can be used, new enough and up to date. */
export async function checkDatabase(ctx: Ctx): Promise<readonly Finding[]> {
  const isGiven = ctx.env.POSTGRES_URL !== undefined;
  const isRunning = (await findRunningUp(ctx.home)) !== null;
  if (isGiven || isRunning) return await tryDatabase(ctx);
  const dataDir = path.join(ctx.home, "postgres", "data");
  const { finding, hasData } = await checkPrograms(dataDir);
  if (finding.state === "fail") return [finding];
  if (!hasData) return [finding, ok("database", "is not made yet; the first ./pulse up makes it")];
  const holder = await readLockHolder(`${dataDir}.lock`);
  if (holder !== null && isProcessAlive(holder)) {
    const message = `is in use by process ${holder.pid} (${holder.label}), so it was not looked into`;
    return [finding, warn("database", message, "Wait until that has ended and run ./pulse doctor again")];
  }
  return [finding, ...(await tryDatabase(ctx))];
}

async function checkPrograms(dataDir: string): Promise<{ readonly finding: Finding; readonly hasData: boolean }> {
  const how = {
    self: "runs as you",
    namespace: "runs in a user namespace, because PostgreSQL refuses root",
    account: "runs as an unprivileged account, because PostgreSQL refuses root",
  };
  try {
    const { launch, hasData } = await probeEmbeddedPostgres({ dataDir });
    return { finding: ok("PostgreSQL", `came with the packages; ${how[launch]}`), hasData };
  } catch (error) {
    const message = `cannot run here: ${messageOf(error)}`;
    return {
      finding: fail("PostgreSQL", message, "Or use a server of your own: POSTGRES_URL=postgres://…"),
      hasData: false,
    };
  }
}

async function tryDatabase(ctx: Ctx): Promise<readonly Finding[]> {
  try {
    const opened = await openDatabase(ctx, { migrate: false, label: "./pulse doctor" });
    try {
      return [
        ok("database", `answers; PostgreSQL ${await checkServer(opened.url)}`),
        await checkMigrations(ctx.env.POSTGRES_DIRECT_URL ?? opened.url),
      ];
    } finally {
      await opened.close();
    }
  } catch (error) {
    return [fail("database", messageOf(error), ctx.env.POSTGRES_URL === undefined ? logHint : "Check POSTGRES_URL")];
  }
}

async function checkMigrations(url: string): Promise<Finding> {
  const { isCurrent, version, latest } = await migrationStatus({ url });
  if (isCurrent) return ok("migrations", `current (${version})`);
  const message =
    version === latest
      ? "the database's history differs from this program's"
      : `the database is at ${version}, this program is made for ${latest}`;
  return warn(
    "migrations",
    message,
    version < latest ? "./pulse up applies them, or ./pulse db migrate" : "./pulse db status tells where",
  );
}

function messageOf(error: unknown): string {
  if (isAppError(error)) return error.message;
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
