import { expect, test } from "vitest";

import { toBreakdownRows } from "./breakdown-rows.ts";

const entry = (key: string | null, n: number) => ({ key, n, value: n, excluded: 0 });

test("rows go by name, whatever they count, and what belongs to none comes last", () => {
  const answers = [
    { series: [entry(null, 90), entry("zoe", 50), entry("Ana", 1), entry("bo-10", 2), entry("bo-9", 2)] },
  ];

  const { rows } = toBreakdownRows(answers, { most: 10 });

  expect(rows.map(({ key }) => key)).toEqual(["Ana", "bo-9", "bo-10", "zoe", null]);
});

test("a name that only one of the numbers knows has a gap in the other", () => {
  const { rows } = toBreakdownRows([{ series: [entry("ana", 1)] }, { series: [entry("bo", 2)] }], { most: 10 });

  expect(rows.map(({ entries }) => entries.map((each) => each?.n))).toEqual([
    [1, undefined],
    [undefined, 2],
  ]);
});

test("too many are cut to those with the most behind them, and it is known how many there are", () => {
  const answers = [{ series: [entry("a", 1), entry("b", 3), entry("c", 2)] }];

  const { rows, total } = toBreakdownRows(answers, { most: 2 });

  expect(rows.map(({ key }) => key)).toEqual(["b", "c"]);
  expect(total).toBe(3);
});
