import Link from "next/link";
import type { ReactNode } from "react";

import { formatNumber } from "../format/format-number.ts";
import { itemWords } from "../metric/item-view.ts";
import type { MetricDefinition, MetricItems } from "../metric/metric-answer.ts";
import { hrefWith, type ItemsPlace } from "./items-place.ts";

type HowComputedProps = {
  readonly place: ItemsPlace;
  readonly metric: MetricDefinition;
  readonly list: MetricItems;
};

/** How a number came about: its definition, and what came into the window and is not in it, with the reason for each. */
export function HowComputed({ place, metric, list }: HowComputedProps) {
  const isLeftOut = place.search.get("show") === "left_out";
  const leftOut = list.left_out.reduce((sum, group) => sum + group.n, 0);
  const { many } = itemWords[metric.items ?? "pull_request"];
  return (
    <section
      aria-label="How this number is computed"
      className="rounded-8 border border-line bg-panel px-4 py-3 text-13"
    >
      <p className="max-w-[75ch]">{metric.definition}</p>
      <p className="mt-1 font-mono text-12 text-pale">{metric.id}</p>
      <nav aria-label="Parts of the list" className="mt-2 -ml-2 flex flex-wrap gap-1">
        <PartLink href={hrefWith(place, { show: null, after: null })} isCurrent={!isLeftOut}>
          In the number{isLeftOut ? "" : `: ${formatNumber(list.total)}`}
        </PartLink>
        <PartLink href={hrefWith(place, { show: "left_out", after: null })} isCurrent={isLeftOut}>
          Left out: {formatNumber(leftOut)}
        </PartLink>
      </nav>
      {leftOut === 0 ? (
        <p className="mt-1 text-muted">No {many} that came into the window were left out.</p>
      ) : (
        <ul className="mt-1 list-disc pl-5 text-muted">
          {list.left_out.map((group) => (
            <li key={group.reason}>
              {formatNumber(group.n)} left out: {group.text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type PartLinkProps = { readonly href: string; readonly isCurrent: boolean; readonly children: ReactNode };

function PartLink({ href, isCurrent, children }: PartLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isCurrent ? "true" : undefined}
      className="inline-flex h-10 items-center rounded-6 px-2.5 text-muted tabular-nums hover:bg-hover hover:text-text aria-[current=true]:bg-hover aria-[current=true]:font-medium aria-[current=true]:text-text"
    >
      {children}
    </Link>
  );
}
