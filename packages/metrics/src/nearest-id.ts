/** The id that shares most with what was typed: by pairs of letters, so that a missing prefix or a swapped word still finds it. */
export function nearestId(typed: string, ids: readonly string[]): string {
  const wanted = pairsOf(typed);
  const scored = ids.map((id) => ({ id, score: likeness(wanted, pairsOf(id)) }));
  return scored.toSorted((a, b) => b.score - a.score)[0]?.id ?? "";
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return new Set(
    Array.from({ length: Math.max(letters.length - 1, 0) }, (_, index) => letters.slice(index, index + 2)),
  );
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return (2 * shared) / Math.max(a.size + b.size, 1);
}
