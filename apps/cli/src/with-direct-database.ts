import { poolerWarning } from "@pulse/db";

import type { CliContext } from "./context.ts";

/** Runs `work` with an address that is fit for migrations and locks: POSTGRES_DIRECT_URL, else the database that every command uses. */
export async function withDirectDatabase<T>(ctx: CliContext, work: (url: string) => Promise<T>): Promise<T> {
  const direct = ctx.env.POSTGRES_DIRECT_URL;
  if (direct !== undefined) return await run(ctx, direct, work);
  const database = await ctx.openDatabase({ migrate: false });
  try {
    return await run(ctx, database.url, work);
  } finally {
    await database.close();
  }
}

async function run<T>(ctx: CliContext, url: string, work: (url: string) => Promise<T>): Promise<T> {
  const warning = poolerWarning(url);
  if (warning !== null) ctx.say(`Warning: ${warning}`);
  return await work(url);
}
