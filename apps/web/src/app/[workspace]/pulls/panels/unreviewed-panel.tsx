import { CircleCheck } from "lucide-react";

import { getAnswer } from "../../../../dashboard/panel-facts.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { dayEnd } from "../../../../items/item-ends.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import { namedValue } from "../../../../metric/main-value.ts";
import type { PullsData } from "../load-pulls.ts";

const metric = "pr.merged_without_review";

export function UnreviewedPanel({ data, className }: { readonly data: PullsData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const count = namedValue(answer.value, "count") ?? 0;
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title="Merged without review, newest first"
      kind="pull_request"
      metric={metric}
      list={data.unreviewed}
      n={answer.n}
      aside={`${formatNumber(count)} of ${formatNumber(answer.n)}`}
      endOf={(item) => dayEnd(item.mergedAt, data)}
      empty={{
        icon: CircleCheck,
        title: "None in this window",
        text: "Whatever was merged had been looked at by somebody else before.",
      }}
    />
  );
}
