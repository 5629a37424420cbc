import { expect, it } from "vitest";

import { bandBelow, bandUpTo, failRateSteps, leadTimeSteps, recoverySteps } from "./bands.ts";
import { doraDeploymentFrequency } from "./deployment-frequency.ts";
import { medianDaysPerWeek } from "./median-days-per-week.ts";

const [hour, day] = [3600, 86_400];

it.each([
  [bandBelow(day - 1, leadTimeSteps), "elite"],
  [bandBelow(day, leadTimeSteps), "high"],
  [bandBelow(7 * day, leadTimeSteps), "medium"],
  [bandBelow(30 * day, leadTimeSteps), "low"],
  [bandBelow(hour - 1, recoverySteps), "elite"],
  [bandBelow(day - 1, recoverySteps), "high"],
  [bandBelow(7 * day, recoverySteps), "low"],
  [bandUpTo(0.05, failRateSteps), "elite"],
  [bandUpTo(0.1, failRateSteps), "high"],
  [bandUpTo(0.15, failRateSteps), "medium"],
  [bandUpTo(0.1739, failRateSteps), "low"],
  [bandUpTo(null, failRateSteps), null],
])("a value on the edge of two bands lies where dora.dev puts it: %s is %s", (band, expected) => {
  expect(band).toBe(expected);
});

it.each([
  [7, 1, "elite"],
  [6.5, 1, "high"],
  [1, 0.2, "high"],
  [0, 1 / 30, "medium"],
  [0, 1 / 31, "low"],
  [null, 1, "elite"],
  [null, 0.2, "high"],
])("%s deployment days a week and %s deployments a day are %s", (days, perDay, band) => {
  expect(doraDeploymentFrequency.band?.({ days_per_week: days, per_day: perDay })).toBe(band);
});

it("counts days over whole weeks, back from the end; a week without any is zero, and less than a week says nothing", () => {
  const endMs = Date.parse("2026-03-23T00:00:00Z");
  const days = ["2026-03-01", "2026-03-16", "2026-03-22", "2026-03-18", "2026-03-09"];

  expect(medianDaysPerWeek(days, { weeks: 3, endMs })).toBe(1);
  expect(medianDaysPerWeek(days, { weeks: 2.9, endMs })).toBe(2);
  expect(medianDaysPerWeek(days, { weeks: 0.9, endMs })).toBeNull();
  expect(medianDaysPerWeek(null, { weeks: 1, endMs })).toBe(0);
});
