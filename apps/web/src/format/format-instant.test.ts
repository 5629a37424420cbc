import { expect, test } from "vitest";

import { formatInstant, formatWindow } from "./format-instant.ts";

const zone = { timeZone: "UTC" };

test("a window ends with its last day, not with the day after", () => {
  expect(formatWindow({ from: "2025-01-01T00:00:00Z", to: "2025-04-01T00:00:00Z" }, zone)).toBe("1 Jan – 31 Mar 2025");
});

test("a window over two years names both", () => {
  expect(formatWindow({ from: "2019-09-01T00:00:00Z", to: "2020-09-29T00:16:27Z" }, zone)).toBe(
    "1 Sep 2019 – 29 Sep 2020",
  );
});

test("an instant says its zone", () => {
  expect(formatInstant("2026-07-09T01:59:21Z", zone)).toBe("9 Jul 2026, 01:59 UTC");
});
