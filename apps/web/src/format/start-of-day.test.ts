import { expect, test } from "vitest";

import { dayOf, daysBefore, startOfDay } from "./start-of-day.ts";

test.each([
  ["2026-07-09", "UTC", "2026-07-09T00:00:00.000Z"],
  ["2026-07-09", "Asia/Kolkata", "2026-07-08T18:30:00.000Z"],
  ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
  ["2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z"],
  ["2026-04-05", "Australia/Melbourne", "2026-04-04T13:00:00.000Z"],
])("%s begins in %s at %s", (day, zone, instant) => {
  expect(startOfDay(day, zone).toISOString()).toBe(instant);
});

test("a day is named by the clock of its zone", () => {
  expect(dayOf("2026-07-08T23:00:00Z", "Asia/Kolkata")).toBe("2026-07-09");
});

test("days before keep the time on the clock, over a change of the clocks", () => {
  expect(daysBefore("2026-03-10T12:00:00Z", 7, "America/New_York").toISOString()).toBe("2026-03-03T13:00:00.000Z");
});
