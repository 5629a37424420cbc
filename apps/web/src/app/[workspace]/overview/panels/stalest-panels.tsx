import { Sprout } from "lucide-react";

import { formatNumber } from "../../../../format/format-number.ts";
import { durationEnd } from "../../../../items/item-ends.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import type { OverviewData } from "../load-overview.ts";

type StalestProps = { readonly data: OverviewData; readonly className?: string };

/** Open and untouched for the longest: known for the end of the data alone, whatever the window. */
export function StalestIssuesPanel({ data, className }: StalestProps) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title="Stalest issues at the end of the data"
      kind="issue"
      metric="issue.stale"
      list={data.stalestIssues}
      aside={formatNumber(data.stalestIssues.total)}
      endOf={(item) => durationEnd(item, data)}
      empty={{
        icon: Sprout,
        title: "No issue is stale",
        text: "Every open one was touched within the last 60 days of the data.",
      }}
    />
  );
}

export function StalestPullsPanel({ data, className }: StalestProps) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title="Stalest pull requests at the end of the data"
      kind="pull_request"
      metric="pr.stale"
      list={data.stalestPulls}
      aside={formatNumber(data.stalestPulls.total)}
      endOf={(item) => durationEnd(item, data)}
      empty={{
        icon: Sprout,
        title: "No pull request is stale",
        text: "Every open one was touched within the last 14 days of the data.",
      }}
    />
  );
}
