import { Tags } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { seriesFiles } from "../../../../dashboard/view-query.ts";
import { toHref } from "../../../../filters/view-filters.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Command } from "../../../../ui/command.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { IssuesData } from "../load-issues.ts";
import { labelMetrics, labelRowsOf } from "./label-rows.ts";
import { LabelList } from "./label-list.tsx";
import { LabelTable } from "./label-table.tsx";
import { labelViewHref, type LabelView } from "./label-view.ts";

const shortCount = 12;

/** How the labels, or the saved groups of them, differ: how much comes and goes, and how long it takes. */
export function LabelPanel({ data, className }: { readonly data: IssuesData; readonly className?: string }) {
  const { labelView: view } = data;
  const rows = labelRowsOf(data, view);
  const shown = view.isWhole ? rows : rows.slice(0, shortCount);
  const hrefOf = (change: Partial<LabelView>) =>
    labelViewHref(toHref(`/${data.slug}/issues`, data.filters), { ...view, ...change });
  const table = { data, rows: shown, hrefOf };
  const hasGroups = view.split === "label" || data.labelGroups.length > 0;
  return (
    <Panel
      className={className ?? ""}
      title={view.split === "label" ? "By label" : "By label group"}
      definitions={definitionsOf(data, labelMetrics)}
      freshness={freshnessOf(data, getAnswer(data, "issue.by_label", view.split))}
      links={{ items: null, ...seriesFiles(data, { metrics: labelMetrics, by: view.split }) }}
      aside={
        <nav aria-label="What the table is split by" className="flex gap-1">
          <SplitLink href={hrefOf({ split: "label" })} isCurrent={view.split === "label"}>
            Labels
          </SplitLink>
          <SplitLink href={hrefOf({ split: "label_group" })} isCurrent={view.split === "label_group"}>
            Label groups
          </SplitLink>
        </nav>
      }
    >
      {!hasGroups ? (
        <Message
          icon={Tags}
          title="No label group is saved yet"
          action={<Command line="./pulse label-group save bug bug 'type: bug'" />}
        >
          A group gives labels that mean the same one name. It filters and splits every number of issues and pull
          requests.
        </Message>
      ) : (
        <>
          <LabelTable {...table} view={view} />
          <LabelList {...table} />
          {rows.length > shown.length && (
            <Link
              href={hrefOf({ isWhole: true })}
              scroll={false}
              prefetch={false}
              className="-ml-2 mt-1 inline-flex h-10 items-center self-start rounded-6 px-2 text-13 font-medium text-accent hover:bg-hover"
            >
              All {formatNumber(rows.length)} {view.split === "label" ? "labels" : "groups"}
            </Link>
          )}
        </>
      )}
    </Panel>
  );
}

type SplitLinkProps = { readonly href: string; readonly isCurrent: boolean; readonly children: ReactNode };

function SplitLink({ href, isCurrent, children }: SplitLinkProps) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      aria-current={isCurrent ? "true" : undefined}
      className="inline-flex h-8 items-center rounded-6 px-2.5 hover:bg-hover hover:text-text aria-[current=true]:bg-hover aria-[current=true]:font-medium aria-[current=true]:text-text"
    >
      {children}
    </Link>
  );
}
