import { AppError } from "@pulse/kit";

type Times = { readonly beganAt: Date; readonly resolvedAt: Date | null };

// Clocks of other systems may be a little ahead.
const aheadMs = 300_000;

/** Throws `invalid` for an incident that was over before it began, or that lies in the future. */
export function checkTimes({ beganAt, resolvedAt }: Times, now: Date): void {
  const future = [beganAt, resolvedAt].find((at) => at !== null && at.getTime() > now.getTime() + aheadMs);
  if (future !== undefined && future !== null) {
    throw new AppError("invalid", `${future.toISOString()} lies in the future. It is ${now.toISOString()}`);
  }
  if (resolvedAt === null || resolvedAt >= beganAt) return;
  throw new AppError(
    "invalid",
    `The incident would have been resolved at ${resolvedAt.toISOString()}, before it began at ${beganAt.toISOString()}`,
  );
}
