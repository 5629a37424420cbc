import type { RunPatch } from "./deploy-ports.ts";
import type { DeployRun } from "./deploy-run.ts";
import type { RunContext } from "./run-context.ts";

/** Writes what has come of a run, which also keeps its lock, and shows it. */
export async function saveRun(ctx: RunContext, run: DeployRun, patch: RunPatch): Promise<DeployRun> {
  const saved = await ctx.store.save(run, patch);
  ctx.onChange?.(saved);
  return saved;
}

/** A run that goes on with one thing more to say afterwards. */
export async function warnRun(ctx: RunContext, run: DeployRun, warning: string): Promise<DeployRun> {
  return await saveRun(ctx, run, { warnings: [...run.warnings, warning] });
}
