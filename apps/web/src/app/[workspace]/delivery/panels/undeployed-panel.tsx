import { CircleCheck } from "lucide-react";

import { whenItEnds } from "../../../../dashboard/when-it-ends.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatDay } from "../../../../format/format-instant.ts";
import { ItemListPanel } from "../../../../items/item-list-panel.tsx";
import type { DeliveryData } from "../load-delivery.ts";

/** Merged, and not in production: the longest wait first. */
export function UndeployedPanel({ data, className }: { readonly data: DeliveryData; readonly className?: string }) {
  return (
    <ItemListPanel
      className={className ?? ""}
      board={data}
      title={`Not deployed yet ${whenItEnds(data)}`}
      kind="pull_request"
      metric="dora.undeployed_changes"
      list={data.undeployed}
      endOf={({ value, mergedAt }) => ({
        text: value === null ? "–" : formatDuration(value),
        title: mergedAt === null ? "" : `merged ${formatDay(mergedAt, data)}`,
      })}
      empty={{
        icon: CircleCheck,
        title: "Nothing waits",
        text: "Production has every change that was merged, as far as its deployments are known.",
      }}
    />
  );
}
