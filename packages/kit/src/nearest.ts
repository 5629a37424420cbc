/** The candidate that a typing slip most likely meant, or null when none is close. */
export function nearest(typed: string, candidates: readonly string[]): string | null {
  const scored = candidates
    .map((candidate) => ({ candidate, distance: editDistance(typed, candidate) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = scored[0];
  if (best === undefined) return null;
  const isClose = best.distance <= Math.ceil(typed.length / 3);
  return isClose ? best.candidate : (candidates.find((candidate) => candidate.startsWith(typed)) ?? null);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...b].entries()) {
      const substituted = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(substituted, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
