import type { ActionContext } from "../../action.ts";
import type { FoundRepository } from "./find-repository.ts";

/** What is older than this is asked of GitHub anew. */
const freshMs = 15 * 60_000;

type Read = Pick<FoundRepository, "asOf" | "connectionId">;

/** Whether our copy of a kind of fact is to answer: because it is fresh, or because nothing else can. */
export function isFresh(ctx: ActionContext, read: Read): boolean {
  if (!mayAsk(ctx, read)) return true;
  return read.asOf !== null && ctx.clock.now().getTime() - read.asOf.getTime() < freshMs;
}

/** Whether there is a way to ask GitHub for this repository at all. */
export function mayAsk(ctx: ActionContext, { connectionId }: Pick<FoundRepository, "connectionId">): boolean {
  return connectionId !== null && ctx.github !== undefined;
}
