import { AppError } from "@pulse/kit";

import type { CliContext } from "./context.ts";
import { findRunningUp } from "./up/run-file.ts";

/** Throws `conflict` while an `up` of this installation runs, which would go on writing to what is about to be replaced or left. */
export async function refuseRunningUp(ctx: Pick<CliContext, "home">): Promise<void> {
  const running = await findRunningUp(ctx.home);
  if (running === null) return;
  throw new AppError("conflict", `Stop ./pulse up first (process ${running.up.pid}), with Ctrl-C where it runs`);
}
