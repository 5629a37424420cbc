export const depths = ["90d", "1y", "all"] as const;

export type Depth = (typeof depths)[number];

const days = { "90d": 90, "1y": 366 } as const;

/** The instant from which a repository is read; null: from its beginning. */
export function depthStart(depth: Depth, now: Date): Date | null {
  return depth === "all" ? null : new Date(now.getTime() - days[depth] * 86_400_000);
}
