import { expect, test } from "vitest";

import { half, narrow } from "./chart-size.ts";
import { drawChart, type ChartPlan } from "./draw-chart.ts";
import { findDrawing } from "./drawing-store.ts";

function planOf(data: readonly number[], counts = { draws: 0 }): ChartPlan<readonly number[]> {
  return {
    name: "test",
    data,
    plot: () => ({ left: 0, right: 0, top: 0, bottom: 0 }),
    toOption: (values) => {
      counts.draws += 1;
      return {
        xAxis: { type: "category", data: values.map(String) },
        yAxis: { type: "value" },
        series: [{ type: "bar", data: values, itemStyle: { color: "var(--series-1)" } }],
      };
    },
  };
}

test("a drawing takes its colours from the theme, so that it serves both", () => {
  const { id } = drawChart(planOf([1, 2]), { size: narrow, isDocument: true });

  expect(findDrawing(id)).toMatch(/^<svg[^]*fill="var\(--series-1\)"/);
});

test("the same data at the same size is drawn once", () => {
  const counts = { draws: 0 };

  const first = drawChart(planOf([3, 4], counts), { size: narrow, isDocument: true });
  const again = drawChart(planOf([3, 4], counts), { size: narrow, isDocument: true });
  const larger = drawChart(planOf([3, 4], counts), { size: half, isDocument: true });

  expect(counts.draws).toBe(2);
  expect(again.id).toBe(first.id);
  expect(larger.id).not.toBe(first.id);
});

test("a document carries the drawing itself; data for the router brings it along", () => {
  expect(drawChart(planOf([5]), { size: narrow, isDocument: true }).svg).toBeNull();
  expect(drawChart(planOf([5]), { size: narrow, isDocument: false }).svg).toContain("<svg");
});

test("other numbers are another drawing, so that no workspace is shown what was drawn for another", () => {
  const ours = drawChart(planOf([6, 7]), { size: narrow, isDocument: true });
  const theirs = drawChart(planOf([6, 8]), { size: narrow, isDocument: true });

  expect(theirs.id).not.toBe(ours.id);
  expect(findDrawing(theirs.id)).not.toBe(findDrawing(ours.id));
});
