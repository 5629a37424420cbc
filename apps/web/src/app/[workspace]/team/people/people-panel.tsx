import { Users } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { toHref } from "../../../../filters/view-filters.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { TeamData } from "../load-team.ts";
import { PeopleTable } from "./people-table.tsx";
import { writePersonSort, type PersonSort } from "./person-sort.ts";
import { sortPeople, toPeople } from "./to-people.ts";

const metrics = ["team.reviews", "team.review_latency", "team.wip", "team.commits"];

// More people than these are no table that anybody reads; choose a team, or take the file.
const shown = 60;

/** Everybody with what they carry: to see who has too much of it. By name, and never a ranking. */
export function PeoplePanel({ data, className }: { readonly data: TeamData; readonly className?: string }) {
  const rowsOf = (metric: string) => getAnswer(data, metric).rows ?? [];
  const people = sortPeople(
    toPeople({
      reviews: rowsOf("team.reviews"),
      latency: rowsOf("team.review_latency"),
      wip: rowsOf("team.wip"),
      commits: rowsOf("team.commits"),
      waiting: data.waiting.people,
    }),
    data.sort,
  );
  return (
    <Panel
      className={className ?? ""}
      title="Who carries what"
      definitions={definitionsOf(data, metrics)}
      freshness={{ ...freshnessOf(data, getAnswer(data, "team.reviews")), nWord: "reviews" }}
      links={{
        items: { href: itemsHref(data, { metric: "team.reviews" }), text: "All reviews" },
        ...seriesFiles(data, { metrics: ["team.reviews", "team.review_latency"], by: "author" }),
      }}
      aside={people.length > shown ? `first ${shown} of ${formatNumber(people.length)}: choose a team` : undefined}
    >
      {people.length === 0 ? (
        <Message icon={Users} title="Nobody is here" className="h-full">
          No person reviewed, committed or has anything open in this window.
        </Message>
      ) : (
        <PeopleTable data={data} people={people.slice(0, shown)} sortHref={(sort) => hrefOf(data, sort)} />
      )}
      <p className="mt-3 max-w-[75ch] text-12 text-muted">
        To find where work waits, not to compare people: reviews differ in size, and much of what people do is not
        counted here.
      </p>
    </Panel>
  );
}

function hrefOf({ slug, filters }: TeamData, sort: PersonSort): string {
  const href = toHref(`/${slug}/team`, filters);
  const text = writePersonSort(sort);
  return text === null ? href : `${href}${href.includes("?") ? "&" : "?"}sort=${text}`;
}
