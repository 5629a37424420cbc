import { AlarmClockCheck } from "lucide-react";

import { whenItEnds } from "../../../../dashboard/when-it-ends.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { durationEnd } from "../../../../items/item-ends.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import type { IssuesData } from "../load-issues.ts";

/** Unanswered for longer than the workspace allows: the longest wait first. */
export function PastSlaPanel({ data, className }: { readonly data: IssuesData; readonly className?: string }) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title={`Past the time for an answer ${whenItEnds(data)}`}
      kind="issue"
      metric="issue.backlog"
      filter="past_sla"
      also={["issue.response_within_sla"]}
      list={data.pastSla}
      aside={formatNumber(data.pastSla.total)}
      endOf={(item) => durationEnd(item, data)}
      empty={{
        icon: AlarmClockCheck,
        title: "Nothing is overdue",
        text: "No open issue has waited for its first answer longer than the workspace allows.",
      }}
    />
  );
}
