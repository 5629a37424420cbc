import type { ActionContext } from "../../action.ts";
import type { FoundRepository } from "./find-repository.ts";

/** What is older than this is asked of GitHub anew. */
const freshMs = 15 * 60_000;

/** Whether our copy of a kind of fact is to answer: because it is fresh, or because nothing else can. */
export function isFresh(
  ctx: ActionContext,
  { asOf, connectionId }: Pick<FoundRepository, "asOf" | "connectionId">,
): boolean {
  if (connectionId === null || ctx.github === undefined) return true;
  return asOf !== null && ctx.clock.now().getTime() - asOf.getTime() < freshMs;
}
