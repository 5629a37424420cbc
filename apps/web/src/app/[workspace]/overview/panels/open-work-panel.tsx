import { ArrowRight } from "lucide-react";
import Link from "next/link";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { whenItEnds } from "../../../../dashboard/when-it-ends.ts";
import { writeNumber } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import type { OverviewData } from "../load-overview.ts";

const metrics = ["repo.open_issues", "issue.stale", "repo.open_prs", "pr.stale"] as const;

type Line = {
  readonly text: string;
  readonly value: number | null;
  readonly metric: string;
  readonly filter?: string;
  /** Part of the line above it. */
  readonly isPart: boolean;
};

/** What is open, and what of it wants somebody. */
export function OpenWorkPanel({ data, className }: { readonly data: OverviewData; readonly className?: string }) {
  return (
    <Panel
      className={className ?? ""}
      title={`Open work ${whenItEnds(data)}`}
      definitions={definitionsOf(data, metrics)}
      freshness={freshnessOf(data, getAnswer(data, "repo.open_issues"))}
      links={{ items: null, ...seriesFiles(data, { metrics, by: null }) }}
    >
      <ul>
        {linesOf(data).map(({ text, value, metric, filter, isPart }) => (
          <li key={`${metric} ${filter}`} className="border-t border-line first:border-t-0">
            <Link
              href={itemsHref(data, { metric, ...(filter === undefined ? {} : { filter }) })}
              prefetch={false}
              className="group -mx-2 flex min-h-10 items-center gap-3 rounded-6 px-2 text-13 tabular-nums hover:bg-hover"
            >
              <span className={isPart ? "pl-4 text-muted" : "font-medium"}>{text}</span>
              <span className={isPart ? "ml-auto" : "ml-auto font-semibold"}>{writeNumber(value)}</span>
              <ArrowRight aria-hidden size={13} className="text-pale group-hover:text-text" />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function linesOf(data: OverviewData): readonly Line[] {
  const valueOf = (metric: string) => mainValue(getAnswer(data, metric).value);
  const { unanswered, pastSla, waiting } = data.wanting;
  // Staleness is known for the end of each repository's own data alone, which may lie after the window.
  const stale = data.window.endsNow ? "stale" : "stale at the end of all data";
  return [
    { text: "Issues", value: valueOf("repo.open_issues"), metric: "repo.open_issues", isPart: false },
    { text: "without an answer", value: unanswered, metric: "issue.backlog", filter: "unanswered", isPart: true },
    { text: "past the time for one", value: pastSla, metric: "issue.backlog", filter: "past_sla", isPart: true },
    { text: stale, value: valueOf("issue.stale"), metric: "issue.stale", isPart: true },
    { text: "Pull requests", value: valueOf("repo.open_prs"), metric: "repo.open_prs", isPart: false },
    { text: "waiting for a review", value: waiting, metric: "pr.open", filter: "waiting", isPart: true },
    { text: stale, value: valueOf("pr.stale"), metric: "pr.stale", isPart: true },
  ];
}
