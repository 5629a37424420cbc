import { writeMicroseconds } from "../answer/write-instant.ts";
import type { FactKind } from "../metric.ts";
import type { Covered, Scope, ScopedRepository, Wall } from "./load-scope.ts";

/** A repository as far as a metric can look: every kind of fact that it needs has been read from `from` to `cut`. */
export type ReachedRepository = {
  readonly id: number;
  readonly fullName: string;
  readonly from: Wall | null;
  readonly cut: Wall;
};

/** What of a scope one metric can see. */
export type Reach = {
  readonly repositories: readonly ReachedRepository[];
  /** The oldest of the repositories, to the microsecond; null when nothing at all was read. */
  readonly asOf: string | null;
  /** Share of (repository × day) of the window that is read whole, 0 to 1. */
  readonly coverage: number;
  /** Where the window ends for the freshest repository: `to`, or its `as_of` when `to` lies beyond. Null when nothing can be seen. */
  readonly end: Wall | null;
  readonly previousFrom: Date;
};

const dayMs = 86_400_000;

export function reachOf(scope: Scope, needs: readonly FactKind[]): Reach {
  const repositories = scope.repositories.flatMap((repository) => reachedOf(repository, needs));
  const end =
    repositories.length === 0
      ? null
      : earlier(scope.to, repositories.map((repository) => repository.cut).reduce(later));
  return {
    repositories,
    asOf: asOfOf(scope.repositories, needs),
    coverage: coverageOf(scope, repositories),
    end,
    previousFrom: previousFromOf(scope, end),
  };
}

/** Whether two metrics of one scope see the same stretch of the same repositories, however far beyond it they were read. */
export function isSameReach(a: Reach, b: Reach): boolean {
  return (
    a.repositories.length === b.repositories.length &&
    a.repositories.every((repository, place) => {
      const other = b.repositories[place];
      return (
        other !== undefined &&
        repository.id === other.id &&
        repository.from?.at.getTime() === other.from?.at.getTime() &&
        repository.cut.at.getTime() === other.cut.at.getTime()
      );
    })
  );
}

function reachedOf(repository: ScopedRepository, needs: readonly FactKind[]): readonly ReachedRepository[] {
  const covered = needs.flatMap((kind) => repository.covered.get(kind) ?? []);
  const [first] = covered;
  if (first === undefined || covered.length < needs.length) return [];
  const both = covered.reduce(overlap, first);
  return [{ id: repository.id, fullName: repository.fullName, from: both.from, cut: both.to }];
}

function overlap(a: Covered, b: Covered): Covered {
  const from = a.from === null ? b.from : b.from === null ? a.from : later(a.from, b.from);
  return { from, to: earlier(a.to, b.to) };
}

function asOfOf(repositories: readonly ScopedRepository[], needs: readonly FactKind[]): string | null {
  const read = repositories.flatMap((repository) => needs.flatMap((kind) => repository.covered.get(kind)?.to ?? []));
  return read.length === 0 ? null : writeMicroseconds(read.reduce(earlier).text);
}

/** A window that is cut at `as_of` compares with as many seconds before it: the days of the rest have not happened yet. */
function previousFromOf(scope: Scope, end: Wall | null): Date {
  if (end === null || end.at >= scope.to.at || end.at <= scope.from.at) return scope.previousFrom;
  return new Date(2 * scope.from.at.getTime() - end.at.getTime());
}

/**
 * Days are those of the time zone, and only their part inside the window matters. Days to come are nobody's fault and not counted;
 * today counts once anything of it has been read.
 */
function coverageOf(scope: Scope, repositories: readonly ReachedRepository[]): number {
  const firstDay = dayOf(scope.from.wallMs);
  const today = dayOf(scope.now.wallMs);
  const endDay = Math.min(dayOf(scope.to.wallMs - 1), today) + 1;
  if (endDay <= firstDay || repositories.length === 0) return 0;
  const covered = repositories.map((repository) => {
    const { from, cut } = repository;
    const start = from === null || from.at <= scope.from.at ? firstDay : Math.ceil(from.wallMs / dayMs);
    const cutDay = dayOf(cut.wallMs);
    const end = cut.at >= scope.to.at ? endDay : Math.min(cutDay === today ? cutDay + 1 : cutDay, endDay);
    return Math.max(end - start, 0);
  });
  const days = covered.reduce((sum, count) => sum + count, 0);
  return days / ((endDay - firstDay) * scope.repositories.length);
}

function dayOf(wallMs: number): number {
  return Math.floor(wallMs / dayMs);
}

function earlier<T extends Wall>(a: T, b: T): T {
  return a.at <= b.at ? a : b;
}

function later<T extends Wall>(a: T, b: T): T {
  return a.at >= b.at ? a : b;
}
