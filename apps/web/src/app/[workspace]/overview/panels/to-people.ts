import { z } from "zod";

import type { MetricAnswer } from "../../../../metric/metric-answer.ts";

// The columns that repo.contributor_absence_factor declares.
const rowSchema = z.object({
  login: z.string().nullable(),
  name: z.string().nullable(),
  commits: z.number(),
  share: z.number(),
});

export type Committer = { readonly name: string; readonly commits: number; readonly share: number };

/** People with their share of all commits, in the order of the answer, which is by name. */
export function toPeople(rows: NonNullable<MetricAnswer["rows"]>): readonly Committer[] {
  return z
    .array(rowSchema)
    .parse(rows)
    .map(({ login, name, commits, share }) => ({ name: login ?? name ?? "somebody without a name", commits, share }));
}
