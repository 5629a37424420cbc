import { expect, test } from "vitest";

import { resultTable } from "./result-table.ts";

test("the first list of objects in an answer is its table", () => {
  const table = resultTable({
    repositories: ["a/b"],
    n: 2,
    items: [
      { number: 1, value: 1.234 },
      { number: 2, why: ["late"] },
    ],
  });

  expect(table).toEqual({
    name: "items",
    columns: ["number", "value", "why"],
    rows: [
      ["1", "1.23", ""],
      ["2", "", '["late"]'],
    ],
  });
});

test("an answer without a list has none", () => {
  expect(resultTable({ n: 1, items: [], value: { p50: 1 } })).toBeNull();
});
