import { CircleCheck, CircleX, ExternalLink, Rocket, Wrench } from "lucide-react";
import Link from "next/link";

import { definitionsOf, freshnessOf, getAnswer, hasManyRepositories } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatDay, formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { itemUrl } from "../../../../metric/item-view.ts";
import type { MetricItem } from "../../../../metric/metric-answer.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { DeliveryData } from "../load-delivery.ts";

const metric = "dora.deployment_frequency";

/** What reached production last, and what became of it. */
export function DeploymentPanel({ data, className }: { readonly data: DeliveryData; readonly className?: string }) {
  const { items, total } = data.deployments;
  return (
    <Panel
      className={className ?? ""}
      title="Deployments, newest first"
      definitions={definitionsOf(data, [metric, "dora.deployment_rework_rate"])}
      freshness={{ ...freshnessOf(data, getAnswer(data, metric)), n: total }}
      aside={
        <Link
          href={`/${data.slug}/settings/delivery`}
          prefetch={false}
          className="inline-flex h-8 items-center text-accent underline underline-offset-2"
        >
          What counts as production
        </Link>
      }
      links={{
        items: total > items.length ? { href: itemsHref(data, { metric }), text: `All ${formatNumber(total)}` } : null,
        ...itemsFiles(data, { metric }),
      }}
    >
      {items.length === 0 ? (
        <Message icon={Rocket} title="Nothing was deployed in this window" className="h-full">
          Choose a longer window. If it was deployed, look at what counts as production for this repository.
        </Message>
      ) : (
        <ol>
          {items.map((item) => (
            <DeploymentLine
              key={`${item.repository} ${item.at} ${String(item.details["id"])}`}
              data={data}
              item={item}
            />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function DeploymentLine({ data, item }: { readonly data: DeliveryData; readonly item: MetricItem }) {
  const { at, author, details, repository, title } = item;
  const hasFailed = details["has_failed"] === true;
  const changes = typeof details["changes"] === "number" ? details["changes"] : 0;
  const sha = typeof details["sha"] === "string" ? details["sha"].slice(0, 7) : null;
  const Icon = hasFailed ? CircleX : CircleCheck;
  return (
    <li className="border-t border-line first:border-t-0">
      <a
        href={itemUrl(item, "deployment")}
        target="_blank"
        rel="noreferrer"
        className="group -mx-2 flex min-h-12 items-center gap-3 rounded-6 px-2 py-1.5 hover:bg-hover"
      >
        <Icon
          aria-hidden
          size={16}
          strokeWidth={1.75}
          className={hasFailed ? "shrink-0 text-bad" : "shrink-0 text-good"}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13 font-medium">
            {title}
            {sha !== null && <code className="ml-2 font-mono text-12 font-normal text-muted">{sha}</code>}
          </span>
          <span className="block truncate text-12 text-muted">
            {hasManyRepositories(data) && `${repository} · `}
            {formatNumber(changes)} {changes === 1 ? "change" : "changes"}
            {author !== null && ` · ${author}`}
            {hasFailed && " · caused an incident"}
          </span>
        </span>
        {details["is_rework"] === true && (
          <span className="inline-flex shrink-0 items-center gap-1 text-12 text-warning">
            <Wrench aria-hidden size={12} />
            rework
          </span>
        )}
        <time dateTime={at} title={formatInstant(at, data)} className="shrink-0 text-13 tabular-nums">
          {formatDay(at, data)}
        </time>
        <ExternalLink
          aria-label="on GitHub"
          size={13}
          strokeWidth={1.75}
          className="shrink-0 text-pale group-hover:text-text"
        />
      </a>
    </li>
  );
}
