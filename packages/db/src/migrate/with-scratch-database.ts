import { randomBytes } from "node:crypto";

import { AppError } from "@pulse/kit";

import { parsePostgresUrl } from "../connect.ts";
import { sqlState, withSession, type Session } from "./with-session.ts";

/** Runs `work` on a new empty database of the server at `url`, and drops it. Throws `forbidden` when the role may not create one. */
export async function withScratchDatabase<T>(url: string, work: (scratchUrl: string) => Promise<T>): Promise<T> {
  const name = `pulse_scratch_${randomBytes(6).toString("hex")}`;
  await withSession(url, (session) => createScratch(session, name));
  try {
    const scratch = parsePostgresUrl(url);
    scratch.pathname = `/${name}`;
    return await work(scratch.href);
  } finally {
    await withSession(url, (session) => session.query(`drop database if exists ${name} with (force)`));
  }
}

// From template0, so that what somebody put into template1 does not count.
async function createScratch(session: Session, name: string): Promise<void> {
  try {
    await session.query(`create database ${name} template template0 encoding 'UTF8'`);
  } catch (error) {
    if (sqlState(error) !== "42501") throw error;
    const found = await session.query<{ role: string }>("select quote_ident(current_user) as role");
    throw new AppError(
      "forbidden",
      `This needs a scratch database, and the role may not create one. Let an administrator run:\n  alter role ${found.rows[0]?.role} createdb;`,
      { cause: error },
    );
  }
}
