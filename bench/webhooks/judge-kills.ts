import type { Report } from "../report.ts";

type Counted = { readonly deliveries: number; readonly kills: number; readonly lost: number; readonly twice: number };

/** What a run with kills has shown: one delivery that is lost or applied twice is enough to fail it. */
export function judgeKills({ deliveries, kills, lost, twice }: Counted): NonNullable<Report["verdict"]> {
  const run = `${deliveries} deliveries, ${kills} kills`;
  if (lost === 0 && twice === 0) return { holds: true, text: `${run}: none lost, none applied twice` };
  return { holds: false, text: `${run}: ${lost} LOST, ${twice} APPLIED TWICE` };
}
