import { z } from "zod";

/** Counts up when a file means something else than before; what is only added, such as a table or a column, changes nothing. */
export const transferVersion = 1;

const counts = z.record(z.string().max(63), z.int().nonnegative());

/** The first line of a file that holds a workspace. */
export const transferHeadSchema = z.object({
  pulse_export: z.int(),
  /** The slug it had. */
  workspace: z.string(),
  written_at: z.string(),
  rows: counts,
});

export const transferRowSchema = z.object({ table: z.string().max(63), row: z.record(z.string(), z.unknown()) });

/** The last line: how many rows there were, and a hash of everything before it. */
export const transferEndSchema = z.object({
  end: z.object({ rows: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
});

export type TransferHead = z.output<typeof transferHeadSchema>;
export type TransferEnd = z.output<typeof transferEndSchema>;
