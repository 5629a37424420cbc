import { CircleCheck, CircleDot, ExternalLink } from "lucide-react";

import { hasManyRepositories } from "../../../../dashboard/panel-facts.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatInstant } from "../../../../format/format-instant.ts";
import { itemUrl } from "../../../../metric/item-view.ts";
import type { MetricItem } from "../../../../metric/metric-answer.ts";
import type { DeliveryData } from "../load-delivery.ts";
import { LinkForm } from "./link-form.tsx";

type IncidentLineProps = { readonly data: DeliveryData; readonly item: MetricItem };

/** An incident in two lines: what it was and how long it lasted, and the deployment that it came of. */
export function IncidentLine({ data, item }: IncidentLineProps) {
  const { at, details, number, repository, title } = item;
  const resolvedAt = typeof details["resolved_at"] === "string" ? details["resolved_at"] : null;
  const Icon = resolvedAt === null ? CircleDot : CircleCheck;
  return (
    <li className="border-t border-line py-1.5 first:border-t-0">
      <a
        href={itemUrl(item, "incident")}
        target="_blank"
        rel="noreferrer"
        className="group -mx-2 flex min-h-10 items-center gap-3 rounded-6 px-2 hover:bg-hover"
      >
        <Icon
          aria-hidden
          size={16}
          strokeWidth={1.75}
          className={resolvedAt === null ? "shrink-0 text-bad" : "shrink-0 text-good"}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13 font-medium">{title}</span>
          <span className="block truncate text-12 text-muted">
            {hasManyRepositories(data) && `${repository} `}
            {number > 0 && `#${number} · `}
            {formatInstant(at, data)}
          </span>
        </span>
        <span className="shrink-0 text-13 tabular-nums">
          {resolvedAt === null
            ? "goes on"
            : `lasted ${formatDuration((Date.parse(resolvedAt) - Date.parse(at)) / 1000)}`}
        </span>
        <ExternalLink
          aria-label="on GitHub"
          size={13}
          strokeWidth={1.75}
          className="shrink-0 text-pale group-hover:text-text"
        />
      </a>
      <p className="pl-7 text-12 text-muted">{causeOf(data, item)}</p>
      <div className="pl-7">
        <LinkForm data={data} incident={item} />
      </div>
    </li>
  );
}

function causeOf(data: DeliveryData, { details }: MetricItem): string {
  const [deployedAt, title, isByHand] = [
    details["deployed_at"],
    details["deployment_title"],
    details["is_linked_by_hand"] === true,
  ];
  if (typeof deployedAt !== "string") {
    return isByHand ? "Linked to no deployment, by hand" : "Linked to no deployment: none had finished before";
  }
  return `Caused by the deployment ${String(title ?? "")} of ${formatInstant(deployedAt, data)}${isByHand ? ", linked by hand" : ""}`;
}
