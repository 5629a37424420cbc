import { MessageCircleCheck } from "lucide-react";

import { whenItEnds } from "../../../../dashboard/when-it-ends.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { durationEnd } from "../../../../items/item-ends.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import type { IssuesData } from "../load-issues.ts";

/** Open, and nobody but the author has said a word: the longest wait first. */
export function UnansweredPanel({ data, className }: { readonly data: IssuesData; readonly className?: string }) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title={`Unanswered ${whenItEnds(data)}, longest first`}
      kind="issue"
      metric="issue.backlog"
      filter="unanswered"
      also={["issue.time_to_first_response"]}
      list={data.unanswered}
      aside={formatNumber(data.unanswered.total)}
      endOf={(item) => durationEnd(item, data)}
      empty={{
        icon: MessageCircleCheck,
        title: "Nobody waits for an answer",
        text: "Somebody other than its author has commented on every open issue.",
      }}
    />
  );
}
