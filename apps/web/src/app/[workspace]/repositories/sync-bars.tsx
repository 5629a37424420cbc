import type { SyncRun } from "@pulse/actions";

import { formatNumber, formatPercent } from "../../../format/format-number.ts";

// What people wait for first; the others follow by name.
const first = ["pull_requests", "issues", "reviews", "issue_comments", "review_comments", "commits", "workflow_runs"];
const unshown = ["repository", "repository_days"];

const placeOf = (kind: string): number => (first.includes(kind) ? first.indexOf(kind) : first.length);

/** How much of each kind of facts is read. A kind whose number GitHub does not tell has a count and no bar. */
export function SyncBars({ counts }: Pick<SyncRun, "counts">) {
  const kinds = Object.entries(counts)
    .filter(([kind, { done, total }]) => !unshown.includes(kind) && (done > 0 || (total ?? 0) > 0))
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b) || a.localeCompare(b));
  if (kinds.length === 0) return null;
  return (
    <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2 xl:grid-cols-3">
      {kinds.map(([kind, { done, total }]) => {
        const share = total === null || total === 0 ? null : Math.min(1, done / total);
        const name = kind.replaceAll("_", " ");
        return (
          <li key={kind} className="text-12 tabular-nums">
            <span className="flex justify-between gap-2">
              <span>{name}</span>
              <span className="text-muted">
                {formatNumber(done)}
                {total !== null && ` of ${formatNumber(total)}`}
              </span>
            </span>
            {share !== null && (
              <span className="mt-1 block h-1.5 overflow-hidden rounded-full bg-hover">
                <span
                  role="progressbar"
                  aria-label={name}
                  aria-valuenow={Math.round(share * 100)}
                  aria-valuetext={formatPercent(share)}
                  className="block h-full rounded-full bg-accent motion-safe:transition-[width]"
                  style={{ width: `${share * 100}%` }}
                />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
