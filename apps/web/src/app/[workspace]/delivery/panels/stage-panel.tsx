import { Hourglass } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { BarList } from "../../../../ui/bar-list.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { DeliveryData } from "../load-delivery.ts";

const metric = "dora.change_lead_time";

const words: Readonly<Record<string, string>> = {
  coding: "Coding, until ready for review",
  pickup: "Waiting for a first review",
  review: "From the first review to the merge",
  deploy: "From the merge to production",
};

/** Where the lead time of what was deployed went: the median of each stage. */
export function StagePanel({ data, className }: { readonly data: DeliveryData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const stages = (answer.rows ?? []).flatMap((row) => {
    const [stage, p50, n] = [row["stage"], row["p50"], row["n"]];
    if (typeof stage !== "string" || typeof p50 !== "number") return [];
    return [{ stage, p50, n: typeof n === "number" ? n : 0 }];
  });
  return (
    <Panel
      className={className ?? ""}
      title="Lead time by stage"
      definitions={definitionsOf(data, [metric])}
      freshness={{ ...freshnessOf(data, answer), nWord: "changes deployed" }}
      links={{
        items: answer.n === 0 ? null : { href: itemsHref(data, { metric }), text: `All ${formatNumber(answer.n)}` },
        ...itemsFiles(data, { metric }),
      }}
      aside="median of each"
    >
      {stages.length === 0 ? (
        <Message icon={Hourglass} title="No stage has a time" className="h-full">
          No change with known commits reached production in this window. Choose a longer one.
        </Message>
      ) : (
        <BarList
          label="Lead time by stage"
          bars={stages.map(({ stage, p50, n }) => ({
            name: `${words[stage] ?? stage} (n ${formatNumber(n)})`,
            value: p50,
            text: formatDuration(p50),
          }))}
        />
      )}
    </Panel>
  );
}
