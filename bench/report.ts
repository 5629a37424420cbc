import { cpus, totalmem } from "node:os";

/** One measured number. `limit` is what the machine itself, or a peer in the same run, does with the same work. */
export type Measure = {
  readonly name: string;
  readonly unit: "s" | "ms" | "MB" | "rows/s" | "ratio" | "rows" | "kB" | "requests" | "points" | "tokens";
  readonly value: number;
  /** Every run that `value` is the median of. */
  readonly runs?: readonly number[];
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
  readonly limit?: { readonly name: string; readonly value: number };
};

export type Report = {
  readonly bench: string;
  readonly machine: { readonly cores: number; readonly memoryGb: number; readonly node: string };
  readonly measures: readonly Measure[];
  readonly notes: readonly string[];
  /** Of a bench that proves something: what was proven, or that it was not, which ends it with exit 1. */
  readonly verdict?: { readonly holds: boolean; readonly text: string };
};

export function createReport(bench: string, measures: readonly Measure[], notes: readonly string[] = []): Report {
  const machine = { cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version };
  return { bench, machine, measures, notes };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle];
  if (upper === undefined || lower === undefined) throw new RangeError("A median needs at least one value");
  return (lower + upper) / 2;
}

export function secondsSince(startedAtMs: number): number {
  return Math.round(performance.now() - startedAtMs) / 1000;
}
