import { expect, it } from "vitest";

import { fixedClock, systemClock } from "./clock.ts";

it("a fixed clock stands still, and the date it gave cannot move it", () => {
  const clock = fixedClock("2020-02-29T12:00:00Z");

  clock.now().setFullYear(1999);

  expect(clock.now().toISOString()).toBe("2020-02-29T12:00:00.000Z");
});

it("the system's clock gives an instant", () => {
  expect(Number.isFinite(systemClock.now().getTime())).toBe(true);
});
