import { expect, test } from "vitest";

import {
  cutWindow,
  isCapped,
  leaveWindow,
  planWindow,
  toCreatedFilter,
  type RunPlan,
  type RunWindow,
} from "./run-lists.ts";

const day: RunWindow = { fromMs: Date.UTC(2024, 0, 1), toMs: Date.UTC(2024, 0, 1, 23, 59, 59) };

test("a window is written with both ends, to the second", () => {
  expect(toCreatedFilter(day)).toBe("2024-01-01T00:00:00Z..2024-01-01T23:59:59Z");
});

test.each([
  [999, false],
  [1000, true],
  [40_000, true],
])("a search that counts %i gives not all of them: %s", (total, expected) => {
  expect(isCapped(total)).toBe(expected);
});

test("a second that holds too much cannot be cut", () => {
  const second: RunWindow = { fromMs: day.fromMs, toMs: day.fromMs };

  const cut = cutWindow(
    { toMs: day.fromMs, parts: [{ fromMs: day.fromMs, left: null }] },
    { window: second, total: 5000 },
  );

  expect(cut).toBeNull();
});

/** Reads all of `created` as sync does, from a server that counts honestly or stops at 1,000. Gives what was read and what was asked. */
function readAll(created: readonly number[], countOf: (total: number) => number) {
  const from = Date.UTC(2018, 0, 1);
  const read: number[] = [];
  let asked = 0;
  let plan: RunPlan = { toMs: Date.UTC(2024, 2, 1), parts: [{ fromMs: from, left: null }] };
  for (let next = planWindow(plan); next !== null; next = planWindow(plan)) {
    let window: RunWindow = next;
    for (;;) {
      asked += 1;
      const { fromMs, toMs } = window;
      const held = created.filter((atMs) => atMs >= fromMs && atMs <= toMs);
      const total = countOf(held.length);
      const cut: ReturnType<typeof cutWindow> = isCapped(total) ? cutWindow(plan, { window, total }) : null;
      if (cut === null) {
        read.push(...held.slice(0, 1000));
        plan = leaveWindow(plan, { window, total: held.length });
        break;
      }
      ({ plan, window } = cut);
    }
  }
  return { read, asked };
}

const spread = Array.from({ length: 20_000 }, (_, index) => Date.UTC(2021, 0, 1) + index * 4_000_000);
const burst = Array.from({ length: 5000 }, (_, index) => Date.UTC(2023, 5, 1) + Math.floor(index / 50) * 1000);

test.each([
  ["spread over years", spread, (total: number) => total, 60],
  ["in one burst of a few minutes", burst, (total: number) => total, 45],
  ["both", [...spread, ...burst], (total: number) => total, 90],
  ["both, counted to 1,000 only", [...spread, ...burst], (total: number) => Math.min(1000, total), 600],
])("runs %s are read each once, with few questions", (_, created, countOf, mostAsked) => {
  const { read, asked } = readAll(created, countOf);

  expect(read.toSorted((left, right) => left - right)).toEqual(created.toSorted((left, right) => left - right));
  expect(asked).toBeLessThan(mostAsked);
});
