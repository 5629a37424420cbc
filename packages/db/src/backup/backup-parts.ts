/** What a backup is made of, in the order in which it is written and read: a head, the tables with their rows, an end. */
import { z } from "zod";

import type { Tx } from "../connect.ts";
const migrationSchema = z.object({ version: z.number().int().positive(), name: z.string(), checksum: z.string() });

export const headSchema = z.object({
  takenAt: z.iso.datetime(),
  programVersion: z.string(),
  serverVersion: z.string(),
  /** What the source had applied, in order; the rows fit the tables that these make. */
  migrations: z.array(migrationSchema),
  /** Ids of the encryption keys that sealed what is in it; the keys themselves are not. */
  keyIds: z.array(z.string()),
  /** Of the secret that signs sessions; null where the source was not asked. */
  sessionSecretId: z.string().nullable(),
});

export const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()) });

export const endSchema = z.object({
  rows: z.record(z.string(), z.number().int()),
  /** The last number that each sequence gave. */
  sequences: z.record(z.string(), z.object({ lastValue: z.string(), isCalled: z.boolean() })),
  /** What was computed from the rows, by name. */
  figures: z.record(z.string(), z.unknown()),
});

export type BackupHead = z.output<typeof headSchema>;
export type BackupTable = z.output<typeof tableSchema>;
export type BackupEnd = z.output<typeof endSchema>;

/** `rows` belong to the table before them: text as COPY writes it, cut anywhere. */
export type BackupPart =
  | { readonly kind: "head"; readonly head: BackupHead }
  | { readonly kind: "table"; readonly table: BackupTable }
  | { readonly kind: "rows"; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly end: BackupEnd };

/** Numbers by name, computed in the transaction of the source and again in that of the target, with the same idea of now. */
export type ReadFigures = (tx: Tx, input: { readonly now: Date }) => Promise<Readonly<Record<string, unknown>>>;
