import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { listPeriods } from "./periods.ts";

const at = (text: string) => Date.parse(`${text}Z`);

describe("the periods of a window", () => {
  it("are days by their date, the first and the last clipped to the window", () => {
    const periods = listPeriods("day", { fromMs: at("2026-02-27T12:00"), toMs: at("2026-03-01T06:00") });

    expect(periods).toEqual([
      { key: "2026-02-27", startMs: at("2026-02-27T12:00"), endMs: at("2026-02-28T00:00") },
      { key: "2026-02-28", startMs: at("2026-02-28T00:00"), endMs: at("2026-03-01T00:00") },
      { key: "2026-03-01", startMs: at("2026-03-01T00:00"), endMs: at("2026-03-01T06:00") },
    ]);
  });

  it("are weeks by the date of their Monday", () => {
    const keys = listPeriods("week", { fromMs: at("2026-01-01T00:00"), toMs: at("2026-01-13T00:00") }).map(
      ({ key }) => key,
    );

    expect(keys).toEqual(["2025-12-29", "2026-01-05", "2026-01-12"]);
  });

  it("are weeks by the date of their Sunday or Saturday where they begin then", () => {
    const window = { fromMs: at("2026-01-01T00:00"), toMs: at("2026-01-13T00:00") };
    const keys = (weekShift: number) => listPeriods("week", { ...window, weekShift }).map(({ key }) => key);

    expect(keys(1)).toEqual(["2025-12-28", "2026-01-04", "2026-01-11"]);
    expect(keys(2)).toEqual(["2025-12-27", "2026-01-03", "2026-01-10"]);
  });

  it("are months by year and month", () => {
    const keys = listPeriods("month", { fromMs: at("2025-11-30T23:00"), toMs: at("2026-02-01T00:00") }).map(
      ({ key }) => key,
    );

    expect(keys).toEqual(["2025-11", "2025-12", "2026-01"]);
  });

  it("leave no gap and no overlap, whatever the window", () => {
    const split = fc.constantFrom("day" as const, "week" as const, "month" as const);
    const fromMs = fc.integer({ min: at("1970-01-01T00:00"), max: at("2199-01-01T00:00") });
    fc.assert(
      fc.property(split, fromMs, fc.integer({ min: 1, max: 400 * 86_400_000 }), (chosen, start, length) => {
        const periods = listPeriods(chosen, { fromMs: start, toMs: start + length });

        expect(periods[0]?.startMs).toBe(start);
        expect(periods.at(-1)?.endMs).toBe(start + length);
        for (const [index, period] of periods.entries()) {
          expect(period.endMs).toBeGreaterThan(period.startMs);
          if (index > 0) expect(period.startMs).toBe(periods[index - 1]?.endMs);
        }
      }),
    );
  });

  it("are refused when a series could not hold them", () => {
    expect(() => listPeriods("day", { fromMs: at("1970-01-01T00:00"), toMs: at("2026-01-01T00:00") })).toThrow(
      expect.objectContaining({ code: "invalid", message: expect.stringContaining("days") }),
    );
  });
});
