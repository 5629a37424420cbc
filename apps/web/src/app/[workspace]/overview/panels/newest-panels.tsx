import { Inbox } from "lucide-react";

import { dayEnd } from "../../../../items/item-ends.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import type { OverviewData } from "../load-overview.ts";

type NewestProps = { readonly data: OverviewData; readonly className?: string };

export function NewestIssuesPanel({ data, className }: NewestProps) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title="Newest issues"
      kind="issue"
      metric="issue.opened"
      list={data.newestIssues}
      endOf={(item) => dayEnd(item.createdAt, data)}
      empty={{ icon: Inbox, title: "No issue was opened in this window", text: "Choose a longer one." }}
    />
  );
}

export function NewestPullsPanel({ data, className }: NewestProps) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title="Newest pull requests"
      kind="pull_request"
      metric="pr.opened"
      list={data.newestPulls}
      endOf={(item) => dayEnd(item.createdAt, data)}
      empty={{ icon: Inbox, title: "No pull request was opened in this window", text: "Choose a longer one." }}
    />
  );
}
