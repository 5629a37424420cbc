import { SearchX } from "lucide-react";
import Link from "next/link";

import { definitionsOf, freshnessOf } from "../../../../dashboard/panel-facts.ts";
import { seriesFiles } from "../../../../dashboard/view-query.ts";
import { toHref } from "../../../../filters/view-filters.ts";
import { FilterNavigation } from "../../../../filters/filter-navigation.tsx";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Button } from "../../../../ui/button.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { OverviewData } from "../load-overview.ts";
import { ComparisonGrid } from "./comparison-grid.tsx";
import { ComparisonPager } from "./comparison-pager.tsx";
import { ComparisonSearch } from "./comparison-search.tsx";
import { comparisonHref, pageSize, type ComparisonView } from "./comparison-view.ts";
import { measures } from "./measures.ts";

type ComparisonPanelProps = { readonly data: OverviewData; readonly className?: string };

/** Which repository differs from the others: the same few numbers of each, on one scale. */
export function ComparisonPanel({ data, className }: ComparisonPanelProps) {
  const { comparison, filters, slug } = data;
  const { view, total, repositories, answers } = comparison;
  const here = toHref(`/${slug}/overview`, filters);
  const hrefOf = (change: Partial<ComparisonView>) => comparisonHref(here, { ...view, ...change });
  const [first] = answers;
  const known = filters.repositories.length === 0 ? data.repositories.length : filters.repositories.length;
  if (first === undefined) return null;
  return (
    <Panel
      className={className ?? ""}
      title={`Repositories on one scale, by ${data.grain}`}
      definitions={definitionsOf(
        data,
        measures.map(({ metric }) => metric),
      )}
      freshness={{ ...freshnessOf(data, first), n: total, nWord: total === 1 ? "repository" : "repositories" }}
      links={{
        items: null,
        ...seriesFiles(data, { metrics: measures.map(({ metric }) => metric), by: "repository" }),
      }}
      aside={
        known > pageSize || view.search !== "" ? (
          <FilterNavigation>
            <ComparisonSearch search={view.search} href={here} view={view} />
          </FilterNavigation>
        ) : undefined
      }
    >
      {repositories.length === 0 ? (
        <Message
          icon={SearchX}
          title="No repository is called that"
          action={
            <Button asChild>
              <Link href={hrefOf({ search: "", page: 1 })} scroll={false}>
                Show all {formatNumber(known)}
              </Link>
            </Button>
          }
        >
          None of these repositories holds “{view.search}” in its name.
        </Message>
      ) : (
        <>
          <ComparisonGrid data={data} hrefOf={hrefOf} />
          <ComparisonPager view={view} total={total} shown={repositories.length} hrefOf={hrefOf} />
        </>
      )}
      {known === 1 && (
        <p className="mt-2 text-12 text-muted">
          There is one repository to look at. With more of them, this shows which one differs.
        </p>
      )}
    </Panel>
  );
}
