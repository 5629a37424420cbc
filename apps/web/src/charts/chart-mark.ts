/** One thing under the pointer: a week, a bar, a point. Places are shares of the plot, so that they hold at every size. */
export type ChartMark = {
  readonly x: number;
  /** Share of the plot's width that a band takes; a point has none. */
  readonly width?: number;
  /** Share of the plot's height, from the top; a band has none. */
  readonly y?: number;
  readonly title: string;
  /** In the order of the chart's keys. */
  readonly values: readonly string[];
  readonly note?: string;
  readonly href: string;
};

/** What the values of every mark are called. */
export type ChartKey = { readonly label: string; readonly colour?: string };
