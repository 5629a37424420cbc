import type { Bucket, Window } from "../../../../metric/bucket.ts";

/**
 * Where an instant lies among buckets that are drawn equally wide, as a share of the plot: the days of a week that the window cuts are
 * wider than others. Null outside of them.
 */
export function placeIn(buckets: readonly Pick<Bucket, keyof Window>[], instant: string): number | null {
  const at = Date.parse(instant);
  const index = buckets.findIndex(({ from, to }) => at >= Date.parse(from) && at < Date.parse(to));
  const bucket = buckets[index];
  if (bucket === undefined) return null;
  const [from, to] = [Date.parse(bucket.from), Date.parse(bucket.to)];
  return (index + (at - from) / (to - from)) / buckets.length;
}
