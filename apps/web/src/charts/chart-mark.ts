/** One thing under the pointer: a week, a bar, a point. Places are shares of the plot, so that they hold at every size. */
export type ChartMark = {
  readonly x: number;
  /** Share of the plot's width that a band takes; a point has none. */
  readonly width?: number;
  /** Share of the plot's height, from the top; a band has none. */
  readonly y?: number;
  readonly title: string;
  readonly lines: readonly ChartMarkLine[];
  readonly note?: string;
  readonly href: string | null;
};

export type ChartMarkLine = { readonly label: string; readonly value: string; readonly colour?: string };
