import fc from "fast-check";
import { expect, it } from "vitest";

import { coverWeeks } from "./cover-weeks.ts";

const dayMs = 86_400_000;
const instant = fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2027, 0, 1) }).map((at) => new Date(at));

it("every week between two instants is covered once, and none with an edge in it by a span", () => {
  fc.assert(
    fc.property(instant, instant, fc.array(instant, { maxLength: 4 }), (a, b, others) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const edges = [from, to, ...others.filter((edge) => edge > from && edge < to)];

      const { cut, single, spans } = coverWeeks({ from, to, edges });

      const inSpans = spans.flatMap(({ weeks, startsOn }) =>
        Array.from({ length: weeks }, (_, index) => dateOf(Date.parse(startsOn) + index * 7 * dayMs)),
      );
      expect([...cut, ...single, ...inSpans].toSorted()).toEqual(mondaysBetween(from, to));
      expect(cut.toSorted()).toEqual([...new Set(edges.map(mondayOf))].toSorted());
      expect(spans.filter(({ weeks }) => ![4, 16].includes(weeks))).toEqual([]);
    }),
  );
});

it("spans begin where the stored ones do", () => {
  const { spans } = coverWeeks({ from: new Date("2024-11-01"), to: new Date("2026-11-01"), edges: [] });

  for (const { weeks, startsOn } of spans) {
    expect(((Date.parse(startsOn) - Date.parse("0001-01-01")) / dayMs) % (7 * weeks)).toBe(0);
  }
  expect(spans.length).toBeGreaterThan(0);
});

it("a series by time is made of single weeks", () => {
  const [from, to] = [new Date("2025-11-01"), new Date("2026-11-01")];

  expect(coverWeeks({ from, to, edges: [from, to], longest: 1 }).spans).toEqual([]);
});

function mondaysBetween(from: Date, to: Date): readonly string[] {
  const mondays: string[] = [];
  for (let at = Date.parse(mondayOf(from)); at <= to.getTime(); at += 7 * dayMs) mondays.push(dateOf(at));
  return mondays.toSorted();
}

function mondayOf(at: Date): string {
  return dateOf(at.getTime() - (((at.getUTCDay() + 6) % 7) * dayMs + (at.getTime() % dayMs)));
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
