import { expect, test } from "vitest";

import { describeColumn } from "./describe-column.ts";

const context = { metric: { unit: "seconds" as const }, timeZone: "UTC" };

test.each([
  ["last_acted_at", "2026-07-09T01:59:21Z", "Last acted", "9 Jul 2026"],
  ["is_prerelease", true, "Prerelease", "yes"],
  ["progress", 0.25, "Progress", "25 %"],
  ["commits", 1234, "Commits", "1,234"],
  ["p50", 7200, "P50", "2 h"],
  ["login", null, "Login", "–"],
])("%s of %j is called %s and written %s", (key, cell, title, text) => {
  const column = describeColumn(key, context);

  expect({ title: column.title, text: column.write(cell) }).toEqual({ title, text });
});

test("numbers stand at the right, names at the left", () => {
  expect(describeColumn("commits", context).isNumber).toBe(true);
  expect(describeColumn("login", context).isNumber).toBe(false);
});
