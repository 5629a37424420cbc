import { connect } from "@pulse/db";
import { AppError } from "@pulse/kit";

import type { CliContext, OpenDatabase } from "./context.ts";

type Base = Pick<CliContext, "home" | "root" | "env" | "signal" | "say">;

export async function openDatabase(ctx: Base, input: { readonly migrate?: boolean }): Promise<OpenDatabase> {
  void input;
  const url = ctx.env.POSTGRES_URL;
  if (url === undefined) throw new AppError("unavailable", "No database is configured. Set POSTGRES_URL");
  const db = connect({ url, applicationName: "pulse-cli" });
  return { db, url, close: async () => await db.destroy() };
}
