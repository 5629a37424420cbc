import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "vitest";
import { z } from "zod";

import type { ActionContext } from "../src/action.ts";
import { showMetric } from "../src/show-metric.ts";

/** Real data lies beside the checkout on some machines, and is no part of the project. */
export const data = path.join(import.meta.dirname, "../../../../shared/data");
export const isHere = existsSync(data);

const numbersSchema = z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())]).nullable());
const rowsSchema = z.array(z.record(z.string(), z.unknown()));
const windowsSchema = z.record(
  z.string(),
  z.object({
    from: z.string(),
    to: z.string(),
    tz: z.string().default("UTC"),
    extra_bots: z.array(z.string()).default([]),
    series: z
      .union([z.literal(false), z.record(z.string(), z.array(z.tuple([z.string(), z.number()])))])
      .default(false),
    metrics: z.record(z.string(), z.unknown()),
  }),
);
const goldenSchema = z.object({ windows: windowsSchema });
const archiveSchema = z.object({
  as_of: z.string(),
  now: z.record(z.string(), z.object({ count: z.number(), list: z.array(z.number()) })),
});

export function readWindows(name: string) {
  return goldenSchema.parse(readGolden(name)).windows;
}

/** What is only known at the time of an archive, and that time. */
export function readNow(name: string) {
  return archiveSchema.parse(readGolden(name));
}

function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(path.join(data, "goldens", `${name}.json`), "utf8"));
}

/** The lines of a table of the goldens, without its head. */
export function readLines(file: string): readonly string[] {
  return readFileSync(path.join(data, "goldens", file), "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1);
}

/** The metrics of every window as the goldens write them: a number, rows, or an object of n and the named numbers. */
export async function computeWindows(ctx: ActionContext, name: string, repository: string) {
  const computed: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const [windowName, window] of Object.entries(readWindows(name))) {
    const { from, to, tz, extra_bots: bots } = window;
    for (const [metric, golden] of Object.entries(window.metrics)) {
      const answer = await showMetric.run(ctx, { metric, repositories: [repository], from, to, tz, bots });
      const place = `${windowName} ${metric}`;
      computed[place] = likeGolden(golden, answer);
      expected[place] = closeTo(golden);
    }
  }
  return { computed, expected };
}

type Answer = Awaited<ReturnType<typeof showMetric.run>>;

function likeGolden(golden: unknown, answer: Answer): unknown {
  if (answer.metric === "team.reviews") {
    return Object.fromEntries((answer.rows ?? []).map(({ login, reviews }) => [login, reviews]));
  }
  if (answer.metric === "team.review_matrix") return (answer.rows ?? []).toSorted(byNames);
  if (rowsSchema.safeParse(golden).success) return answer.rows;
  const named = numbersSchema.safeParse(golden);
  if (!named.success) return answer.value;
  const { n, excluded, n_not_yet, buckets } = answer;
  const numbers: Readonly<Record<string, unknown>> = {
    n,
    excluded,
    n_not_yet,
    buckets,
    ...numbersSchema.catch({}).parse(answer.value),
  };
  return Object.fromEntries(Object.keys(named.data).map((key) => [key, numbers[key] ?? null]));
}

/** The goldens write names by code point, upper case first; people read them as one. */
function byNames(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): number {
  const [left, right] = [a, b].map(({ author, reviewer }) => JSON.stringify([author, reviewer]));
  return (left ?? "") < (right ?? "") ? -1 : 1;
}

function closeTo(golden: unknown): unknown {
  if (rowsSchema.safeParse(golden).success) return golden;
  const named = numbersSchema.safeParse(golden);
  if (!named.success) return close(z.number().nullable().parse(golden), "");
  return Object.fromEntries(Object.entries(named.data).map(([key, number]) => [key, close(number, key)]));
}

const exactNames = new Set(["n", "excluded", "n_not_yet", "count", "within"]);

function close(number: number | null | Readonly<Record<string, number>>, name: string): unknown {
  if (typeof number !== "number" || exactNames.has(name)) return number;
  return expect.closeTo(number, /^p\d/.test(name) ? 3 : 6);
}
