/** Where dora.dev put teams in 2023. A hint, never a target. */
export type Band = "elite" | "high" | "medium" | "low";

type Steps = { readonly elite: number; readonly high: number; readonly medium: number };

const hour = 3600;
const day = 24 * hour;

export const leadTimeSteps: Steps = { elite: day, high: 7 * day, medium: 30 * day };
export const recoverySteps: Steps = { elite: hour, high: day, medium: 7 * day };
export const failRateSteps: Steps = { elite: 0.05, high: 0.1, medium: 0.15 };

/** Of what should be short: each step is no longer in its band. */
export function bandBelow(value: number | null, { elite, high, medium }: Steps): Band | null {
  if (value === null) return null;
  return value < elite ? "elite" : value < high ? "high" : value < medium ? "medium" : "low";
}

/** Of what should be small: each step is still in its band. */
export function bandUpTo(value: number | null, { elite, high, medium }: Steps): Band | null {
  if (value === null) return null;
  return value <= elite ? "elite" : value <= high ? "high" : value <= medium ? "medium" : "low";
}
