import { expect, test } from "vitest";

import { listVisits, pageNames } from "./list-visits.ts";

const names = (count: number) => Array.from({ length: count }, (_, index) => `acme/repository-${index}`);

test("no two views are the same, so that none of them can come from a cache", () => {
  for (const count of [4, 249]) {
    const visits = listVisits({ count: 150, repositories: names(count) });

    expect(new Set(visits.map(({ url }) => url)).size).toBe(150);
  }
});

test("every page is among them", () => {
  const visits = listVisits({ count: 150, repositories: names(4) });

  expect(new Set(visits.map(({ page }) => page))).toEqual(new Set(pageNames));
});
