export type LoggedRequest = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly search: string;
  /** The name of a GraphQL operation, or of its first field. */
  readonly operation: string | null;
  /** Null: it was never answered. */
  readonly status: number | null;
  /** GraphQL points it cost. */
  readonly points: number;
  readonly sizeBytes: number;
  readonly userAgent: string | null;
};

export type RequestLog = ReturnType<typeof createRequestLog>;

/** Every request that reached this GitHub, in order, so that tests can count them. */
export function createRequestLog() {
  let entries: LoggedRequest[] = [];
  return {
    add: (entry: LoggedRequest): void => void entries.push(entry),
    list: (): readonly LoggedRequest[] => entries,
    clear: (): void => {
      entries = [];
    },
    /** How many of each `METHOD path status`. */
    counts(): ReadonlyMap<string, number> {
      const counts = new Map<string, number>();
      for (const { method, path, status } of entries) {
        const key = `${method} ${path} ${status ?? "unanswered"}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return counts;
    },
  };
}
