import { createHash } from "node:crypto";

import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent } from "echarts/components";
import { init, use as register, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

import type { ChartSize, Plot } from "./chart-size.ts";
import { findDrawing, keepDrawing } from "./drawing-store.ts";
import type { Drawing } from "./drawing.ts";

register([BarChart, CustomChart, GridComponent, LineChart, MarkLineComponent, ScatterChart, SVGRenderer]);

export type ChartPlan<Data> = {
  readonly name: string;
  readonly data: Data;
  readonly plot: (size: ChartSize) => Plot;
  readonly toOption: (data: Data, size: ChartSize) => EChartsCoreOption;
};

/**
 * Draws on the server, some 5 ms a chart, once for each (data, size): colours are CSS variables, so one drawing serves
 * both themes. `isDocument` says that the page's HTML carries the drawing, which is then not sent beside it again.
 */
export function drawChart<Data>(
  plan: ChartPlan<Data>,
  { size, isDocument }: { readonly size: ChartSize; readonly isDocument: boolean },
): Drawing {
  const id = createHash("sha256")
    .update(JSON.stringify([plan.name, size, plan.data]))
    .digest("base64url")
    .slice(0, 16);
  const svg = findDrawing(id) ?? render(plan, size);
  keepDrawing(id, svg);
  return { id, size, plot: plan.plot(size), svg: isDocument ? null : svg };
}

function render<Data>(plan: ChartPlan<Data>, size: ChartSize): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: size.width, height: size.height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: "transparent",
      textStyle: { fontFamily: "inherit", fontSize: 12, color: "var(--axis)" },
      ...plan.toOption(plan.data, size),
    });
    return chart.renderToSVGString({ useViewBox: true });
  } finally {
    chart.dispose();
  }
}
