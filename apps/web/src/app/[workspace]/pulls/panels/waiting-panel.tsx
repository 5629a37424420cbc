import { Coffee } from "lucide-react";

import { whenItEnds } from "../../../../dashboard/when-it-ends.ts";
import { durationEnd } from "../../../../items/item-ends.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import type { PullsData } from "../load-pulls.ts";

/** Open, ready, and nobody else has looked: the longest wait first. */
export function WaitingPanel({ data, className }: { readonly data: PullsData; readonly className?: string }) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title={`Waiting for a review ${whenItEnds(data)}`}
      kind="pull_request"
      metric="pr.open"
      filter="waiting"
      also={["pr.time_to_first_review"]}
      list={data.waiting}
      endOf={(item) => durationEnd(item, data)}
      empty={{
        icon: Coffee,
        title: "Nothing waits",
        text: "Every open pull request that is ready has been looked at by somebody.",
      }}
    />
  );
}
