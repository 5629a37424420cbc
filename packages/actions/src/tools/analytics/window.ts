import { z } from "zod";

/** What every question about numbers takes: of which repositories, and when. */
export const windowShape = {
  repositories: z.array(z.string().max(140)).max(100).default([]).describe("owner/name"),
  from: z.string().max(40).optional().describe("default 90 days before `to`"),
  to: z.string().max(40).optional().describe("exclusive; default now"),
  time_zone: z.string().max(60).optional(),
};

/** What every number says of itself, so that an empty store is not read as zero. */
export const coverageShape = {
  repositories: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  time_zone: z.string(),
  as_of: z.string().nullable().describe("how far the oldest repository is read; null: not at all"),
  coverage: z.number().describe("share of the window that was read, 0 to 1"),
};

type Window = {
  readonly repositories: string[];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly time_zone?: string | undefined;
};

/** The same in the words of the actions. */
export function windowOf({ repositories, from, to, time_zone: tz }: Window) {
  return { repositories, from, to, tz };
}

/** Numbers read what is stored, and change nothing. */
export const readsStored = { isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: false } as const;
