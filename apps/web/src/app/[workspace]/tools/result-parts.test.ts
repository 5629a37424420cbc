import { expect, test } from "vitest";

import { resultParts } from "./result-parts.ts";

test("a list of objects in an answer is a table", () => {
  const parts = resultParts({
    repositories: ["a/b"],
    n: 2,
    items: [
      { number: 1, value: 1.234 },
      { number: 2, why: ["late"] },
    ],
  });

  expect(parts).toEqual([
    {
      kind: "table",
      name: "items",
      columns: ["number", "value", "why"],
      rows: [
        ["1", "1.23", ""],
        ["2", "", '["late"]'],
      ],
    },
  ]);
});

test("one thing is a table of its fields, beside the lists that belong to it", () => {
  const parts = resultParts({ issue: { number: 7, labels: ["bug"] }, comments: [{ body: "a\nb" }] });

  expect(parts).toMatchObject([
    {
      name: "issue",
      rows: [
        ["number", "7"],
        ["labels", '["bug"]'],
      ],
    },
    { name: "comments", rows: [["a\nb"]] },
  ]);
});

test("a text of several lines is shown as it is, and an answer of plain values has no parts", () => {
  expect(resultParts({ log: "one\ntwo", lines: 2 })).toEqual([{ kind: "text", name: "log", text: "one\ntwo" }]);
  expect(resultParts({ n: 1, items: [], unit: "count" })).toEqual([]);
});
