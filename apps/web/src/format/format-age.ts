const units = [
  { seconds: 86_400, name: "d" },
  { seconds: 3_600, name: "h" },
  { seconds: 60, name: "min" },
] as const;

/** `just now`, `2 min ago`, `3 h ago`, `4 d ago`. Clocks that differ a little make nothing lie in the future. */
export function formatAge(ageMs: number): string {
  const seconds = Math.floor(ageMs / 1_000);
  const unit = units.find((candidate) => seconds >= candidate.seconds);
  return unit === undefined ? "just now" : `${Math.floor(seconds / unit.seconds)} ${unit.name} ago`;
}
