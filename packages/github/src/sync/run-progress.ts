import type { SaveCounts } from "../save/save-scope.ts";
import type { SyncKind } from "../save/save-sync-state.ts";
import type { Page, PageCounts } from "./kind-reader.ts";
import type { KindProgress, RunCounts, SyncRun } from "./sync-run.ts";

const nothing: KindProgress = { done: 0, total: null, added: 0, changed: 0, removed: 0 };

/** The counts of a run with one more page; pure. */
export function addPage(
  counts: RunCounts,
  input: { readonly kind: SyncKind; readonly page: Page; readonly saved: PageCounts },
): RunCounts {
  const next: RunCounts = { ...counts };
  for (const [kind, saved] of entriesOf(input.saved)) {
    const before = next[kind] ?? nothing;
    const isOwn = kind === input.kind;
    next[kind] = {
      done: before.done + (isOwn ? 0 : saved.added + saved.changed + saved.unchanged),
      total: before.total,
      added: before.added + saved.added,
      changed: before.changed + saved.changed,
      removed: before.removed + saved.removed,
    };
  }
  const own = next[input.kind] ?? nothing;
  const done = own.done + input.page.rows;
  next[input.kind] = { ...own, done, total: input.page.total === null ? null : Math.max(input.page.total, done) };
  return next;
}

function entriesOf(counts: PageCounts): readonly (readonly [SyncKind, SaveCounts])[] {
  return Object.entries(counts) as (readonly [SyncKind, SaveCounts])[];
}

/** Which kinds a page changed anything of. */
export function changedKinds(saved: PageCounts): readonly SyncKind[] {
  return entriesOf(saved)
    .filter(([, { added, changed, removed }]) => added + changed + removed > 0)
    .map(([kind]) => kind);
}

/** When it will be done at the pace so far; null where nothing with a known end is under way. */
export function estimateEnd(run: SyncRun, input: { readonly counts: RunCounts; readonly now: Date }): Date | null {
  const known = Object.values(input.counts).filter(
    (progress): progress is KindProgress & { total: number } => progress !== undefined && progress.total !== null,
  );
  const done = known.reduce((sum, progress) => sum + progress.done, 0);
  const left = known.reduce((sum, progress) => sum + Math.max(0, progress.total - progress.done), 0);
  if (left === 0 || done === 0) return null;
  const elapsedMs = Math.max(1, input.now.getTime() - run.startedAt.getTime());
  return new Date(input.now.getTime() + (elapsedMs / done) * left);
}
