/** What axes have in common: few lines, quiet text, colours of the theme. */
export const axisLabel = { color: "var(--axis)", fontSize: 12, fontFamily: "inherit" } as const;

export const quietGrid = {
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { show: true, lineStyle: { color: "var(--grid)", width: 1 } },
} as const;

export const baseline = {
  axisLine: { show: true, lineStyle: { color: "var(--line)" } },
  axisTick: { show: false },
  splitLine: { show: false },
} as const;
