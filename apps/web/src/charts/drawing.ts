import type { ChartSize, Plot } from "./chart-size.ts";

/** A finished drawing. `svg` is there only when the browser cannot have it from the page's HTML. */
export type Drawing = {
  readonly id: string;
  readonly size: ChartSize;
  readonly plot: Plot;
  readonly svg: string | null;
};
