import { z } from "zod";

import type { MetricAnswer } from "../../../../metric/metric-answer.ts";
import { githubAddress } from "../../../../server/github-address.ts";

// The columns that milestone.progress declares.
const rowSchema = z.object({
  repository: z.string(),
  number: z.number(),
  title: z.string(),
  state: z.string(),
  items: z.number(),
  closed: z.number(),
  progress: z.number().nullable(),
  due_at: z.string().nullable(),
  ends_at: z.string().nullable(),
});

export type Milestone = {
  readonly key: string;
  readonly repository: string;
  readonly title: string;
  readonly url: string;
  readonly isOpen: boolean;
  readonly items: number;
  readonly closed: number;
  /** Null for one without a single item. */
  readonly progress: number | null;
  readonly dueAt: string | null;
  readonly endsAt: string | null;
  readonly outlook: Outlook;
};

/** What the pace of the last four weeks says about the due date. */
type Outlook = "closed" | "done" | "early" | "late" | "no pace" | "not due";

export function toMilestones(rows: NonNullable<MetricAnswer["rows"]>): readonly Milestone[] {
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      key: `${row.repository} ${row.number}`,
      repository: row.repository,
      title: row.title,
      url: `${githubAddress()}/${row.repository}/milestone/${row.number}`,
      isOpen: row.state === "open",
      items: row.items,
      closed: row.closed,
      progress: row.progress,
      dueAt: row.due_at,
      endsAt: row.ends_at,
      outlook: outlookOf(row),
    }));
}

function outlookOf({ state, items, closed, due_at: due, ends_at: ends }: z.output<typeof rowSchema>): Outlook {
  if (state !== "open") return "closed";
  if (items > 0 && closed === items) return "done";
  if (ends === null) return "no pace";
  if (due === null) return "not due";
  return Date.parse(ends) > Date.parse(due) ? "late" : "early";
}
