import { expect, test } from "vitest";

import { grow, halve, startSize, type PageSize } from "./page-size.ts";

const limits = { first: 25, most: 50 };

test("a page that GitHub cannot answer is asked for again with half as many rows, down to one", () => {
  const sizes: number[] = [];

  for (let size: PageSize | null = startSize(null, limits); size !== null; size = halve(size)) sizes.push(size.rows);

  expect(sizes).toEqual([25, 12, 6, 3, 1]);
});

test("pages grow back slowly, and no larger than they began", () => {
  let size: PageSize = { rows: 6, goodPages: 0 };
  const sizes: number[] = [];

  for (let page = 0; page < 45; page += 1) {
    size = grow(size, limits);
    sizes.push(size.rows);
  }

  expect(sizes.slice(0, 5)).toEqual([6, 6, 6, 6, 8]);
  expect(sizes.at(-1)).toBe(25);
  expect(Math.max(...sizes)).toBe(25);
});

test("the size that worked last time is where the next run begins", () => {
  expect(startSize(7, limits).rows).toBe(7);
  expect(startSize(9000, limits).rows).toBe(50);
});
