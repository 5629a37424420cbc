/**
 * Orders the requests for one person's (or team's) review of one pull request, and their removals. What is told, and in which order, must not
 * matter: all instants are taken apart and paired again.
 */

export type RequestSpan = {
  /** Null: stored neither before. */
  readonly id: number | null;
  readonly nodeId: string | null;
  readonly requestedById: number | null;
  readonly requestedAtMs: number;
  /** Null while the request stands. Equal to `requestedAtMs` where the removal is known and its request is not yet. */
  readonly removedAtMs: number | null;
};

type Told = {
  readonly requests: readonly Omit<RequestSpan, "id" | "removedAtMs">[];
  readonly removedAtMs: readonly number[];
};

// A webhook tells the pull request's updated_at, which follows the event by a second or two.
const toleranceMs = 5_000;

/** All spans there are now, by instant: those stored with what was told. */
export function pairReviewRequests(stored: readonly RequestSpan[], told: Told): readonly RequestSpan[] {
  const requests = mergeRequests([
    ...stored.filter((span) => span.removedAtMs !== span.requestedAtMs),
    ...told.requests.map((request) => ({ ...request, id: null, removedAtMs: null })),
  ]);
  const removals = mergeInstants([...stored.flatMap((span) => span.removedAtMs ?? []), ...told.removedAtMs]);
  const spareIds = stored.filter((span) => span.removedAtMs === span.requestedAtMs).flatMap((span) => span.id ?? []);
  const spans = requests.map((request) => ({ ...request, removedAtMs: null as number | null }));
  const unmatched: number[] = [];
  for (const removedAtMs of removals) {
    const open = spans.findLast((span) => span.requestedAtMs <= removedAtMs);
    if (open === undefined || open.removedAtMs !== null) unmatched.push(removedAtMs);
    else open.removedAtMs = removedAtMs;
  }
  const markers = unmatched.map((atMs): RequestSpan => ({
    id: spareIds.shift() ?? null,
    nodeId: null,
    requestedById: null,
    requestedAtMs: atMs,
    removedAtMs: atMs,
  }));
  return [...spans, ...markers].toSorted((left, right) => left.requestedAtMs - right.requestedAtMs);
}

/** One request each: by node id, and one without an id is the nearest one with an id. */
function mergeRequests(all: readonly RequestSpan[]): readonly RequestSpan[] {
  const identified = new Map<string, RequestSpan>();
  for (const span of all) {
    if (span.nodeId === null) continue;
    const before = identified.get(span.nodeId);
    identified.set(span.nodeId, { ...span, id: before?.id ?? span.id });
  }
  const rest = new Map<number, RequestSpan>();
  for (const span of all) {
    if (span.nodeId !== null) continue;
    const twin = nearest([...identified.values()], span.requestedAtMs);
    if (twin === undefined) rest.set(span.requestedAtMs, { ...span, id: rest.get(span.requestedAtMs)?.id ?? span.id });
    else if (twin.nodeId !== null) identified.set(twin.nodeId, { ...twin, id: twin.id ?? span.id });
  }
  return [...identified.values(), ...rest.values()].toSorted((left, right) => left.requestedAtMs - right.requestedAtMs);
}

function nearest(spans: readonly RequestSpan[], atMs: number): RequestSpan | undefined {
  const distance = (span: RequestSpan) => Math.abs(span.requestedAtMs - atMs);
  return spans
    .filter((span) => distance(span) <= toleranceMs)
    .toSorted((left, right) => distance(left) - distance(right))[0];
}

function mergeInstants(instants: readonly number[]): readonly number[] {
  const merged: number[] = [];
  for (const atMs of instants.toSorted((left, right) => left - right)) {
    if (atMs - (merged.at(-1) ?? -Infinity) > toleranceMs) merged.push(atMs);
  }
  return merged;
}
