import { ArrowLeft, ListX } from "lucide-react";
import Link from "next/link";

import { PageBody } from "../../../../frame/page-body.tsx";
import { PageHeader } from "../../../../frame/page-header.tsx";
import { formatWindow } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Definition } from "../../../../metric/definition.tsx";
import { toItemView } from "../../../../metric/item-view.ts";
import type { MetricDefinition, MetricItems } from "../../../../metric/metric-answer.ts";
import { Button } from "../../../../ui/button.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { ItemSort } from "../lists/item-sort.ts";
import { ItemTable } from "../lists/item-table.tsx";
import { LeftOut } from "./left-out.tsx";
import { Pager } from "./pager.tsx";
import { atOf } from "./at-of.ts";

type ItemsViewProps = {
  readonly slug: string;
  readonly search: URLSearchParams;
  readonly sort: ItemSort;
  readonly metric: MetricDefinition;
  readonly list: MetricItems;
};

/** Every item behind one number. */
export function ItemsView({ slug, search, sort, metric, list }: ItemsViewProps) {
  const timeZone = list.time_zone;
  const items = list.items.map(toItemView);
  const at = atOf(items);
  const isWaiting = search.get("filter") === "waiting";
  const title = isWaiting ? "Waiting for a review" : metric.title;
  const where = list.repositories.length === 1 ? list.repositories[0] : `${list.repositories.length} repositories`;
  return (
    <>
      <PageHeader
        title={title}
        note={
          <>
            {formatNumber(list.total)} pull requests · {formatWindow(list, { timeZone })} · {where}
          </>
        }
      >
        <div className="flex flex-wrap items-center gap-2">
          <Definition of={title} entries={[{ id: metric.id, title: metric.title, definition: metric.definition }]} />
          <FileLink slug={slug} search={search} format="csv" />
          <FileLink slug={slug} search={search} format="json" />
          <Button asChild>
            <Link href={backHref(slug, search)}>
              <ArrowLeft aria-hidden size={14} />
              Dashboard
            </Link>
          </Button>
        </div>
      </PageHeader>
      <PageBody>
        <div className="rounded-8 border border-line bg-panel px-4 py-1">
          {items.length === 0 ? (
            <Message icon={ListX} title="No pull request is behind this number" className="min-h-[30vh]">
              Nothing in this window counts for it.
            </Message>
          ) : (
            <ItemTable
              caption={title}
              items={items}
              measure={measureName(metric)}
              unit={list.unit}
              timeZone={timeZone}
              showRepository={list.repositories.length !== 1}
              at={at}
              sort={sort}
              sortHref={(next) => hrefWith(search, { sort: next, after: null })}
            />
          )}
        </div>
        <Pager shown={items.length} total={list.total} search={search} next={list.next} hrefWith={hrefWith} />
        <LeftOut groups={list.left_out} />
      </PageBody>
    </>
  );
}

type FileLinkProps = { readonly slug: string; readonly search: URLSearchParams; readonly format: "csv" | "json" };

function FileLink({ slug, search, format }: FileLinkProps) {
  const query = new URLSearchParams(search);
  query.delete("after");
  query.set("format", format);
  return (
    <Button asChild>
      <a href={`/${slug}/pulls/items/export?${query.toString()}`} download>
        {format.toUpperCase()}
      </a>
    </Button>
  );
}

function hrefWith(search: URLSearchParams, change: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `?${query.toString()}`;
}

function backHref(slug: string, search: URLSearchParams): string {
  const query = new URLSearchParams();
  for (const repository of search.getAll("repo")) query.append("repo", repository);
  for (const name of ["from", "to", "include_bots"]) {
    const value = search.get(name);
    if (value !== null) query.set(name, value);
  }
  return `/${slug}/pulls?${query.toString()}`;
}

// The open list counts; what it shows of each item is how long it has been open.
function measureName(metric: MetricDefinition): string {
  return metric.unit === "count" && metric.id === "pr.open" ? "Age" : metric.title;
}
