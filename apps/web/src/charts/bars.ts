import type { Bucket } from "../metric/bucket.ts";

/** The face of a bar that is not whole yet: its own colour, hatched. */
export function barStyle(colour: string, bucket: Pick<Bucket, "isPartial">): object {
  const fill = { color: `var(${colour})` };
  if (!bucket.isPartial) return { itemStyle: fill };
  return {
    itemStyle: {
      ...fill,
      opacity: 0.75,
      decal: { symbol: "rect", color: "var(--panel)", dashArrayX: [1, 0], dashArrayY: [3, 4], rotation: -Math.PI / 4 },
    },
  };
}

/** Every label when there is room, else every second, third, …: about one for 64 pixels. */
export function labelInterval(count: number, plotWidth: number): number {
  return Math.max(0, Math.ceil((count * 64) / plotWidth) - 1);
}
