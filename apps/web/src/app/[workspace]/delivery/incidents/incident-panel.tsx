import { CircleCheck } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { shownIncidents as shown, type DeliveryData } from "../load-delivery.ts";
import { IncidentLine } from "./incident-line.tsx";

const metric = "dora.incidents";

/** What went wrong in production, newest first, and which deployment caused it. */
export function IncidentPanel({ data, className }: { readonly data: DeliveryData; readonly className?: string }) {
  const { items, total } = data.incidents;
  return (
    <Panel
      className={className ?? ""}
      title="Incidents and what caused them"
      definitions={definitionsOf(data, [metric, "dora.change_fail_rate", "dora.failed_deployment_recovery_time"])}
      freshness={{ ...freshnessOf(data, getAnswer(data, metric)), n: total }}
      links={{
        items: total > shown ? { href: itemsHref(data, { metric }), text: `All ${formatNumber(total)}` } : null,
        ...itemsFiles(data, { metric }),
      }}
      aside={total > shown ? `newest ${shown} of ${formatNumber(total)}` : undefined}
    >
      {items.length === 0 ? (
        <Message icon={CircleCheck} title="No incident began" className="h-full">
          Incidents are issues with the label incident, reverts, and whatever is posted to /api/incidents; each
          repository can have its own rule.
        </Message>
      ) : (
        <ol>
          {items.slice(0, shown).map((item) => (
            <IncidentLine key={`${item.repository} ${item.at} ${item.number}`} data={data} item={item} />
          ))}
        </ol>
      )}
    </Panel>
  );
}
