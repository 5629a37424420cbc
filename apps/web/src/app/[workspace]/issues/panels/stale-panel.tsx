import { Sprout } from "lucide-react";

import { formatNumber } from "../../../../format/format-number.ts";
import { durationEnd } from "../../../../items/item-ends.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import type { IssuesData } from "../load-issues.ts";

/** Open and forgotten: the longest untouched first. Known for the end of the data alone, whatever the window. */
export function StalePanel({ data, className }: { readonly data: IssuesData; readonly className?: string }) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title="Stale at the end of the data"
      kind="issue"
      metric="issue.stale"
      list={data.stale}
      aside={formatNumber(data.stale.total)}
      endOf={(item) => durationEnd(item, data)}
      empty={{
        icon: Sprout,
        title: "Nothing is stale",
        text: "Every open issue was touched within the last 60 days of the data.",
      }}
    />
  );
}
