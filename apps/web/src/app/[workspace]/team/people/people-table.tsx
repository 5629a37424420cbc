import Link from "next/link";

import { itemsHref } from "../../../../dashboard/view-query.ts";
import { formatAge } from "../../../../format/format-age.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { cn } from "../../../../ui/cn.ts";
import { ColumnHeader } from "../../../../ui/column-header.tsx";
import type { TeamData } from "../load-team.ts";
import type { PersonSort } from "./person-sort.ts";
import type { PersonRow } from "./to-people.ts";

type PeopleTableProps = {
  readonly data: TeamData;
  readonly people: readonly PersonRow[];
  readonly sortHref: (sort: PersonSort) => string;
};

const columns: readonly { readonly column: PersonSort["column"]; readonly text: string }[] = [
  { column: "waiting", text: "Asked, waiting now" },
  { column: "reviews", text: "Reviews given" },
  { column: "latency", text: "Latency p50" },
  { column: "wip", text: "Own, open now" },
  { column: "commits", text: "Commits" },
];

// Below this a median says little.
const fewLimit = 5;

export function PeopleTable(table: PeopleTableProps) {
  return (
    <>
      <ul className="md:hidden">
        {table.people.map((person) => (
          <li key={person.key} className="border-t border-line py-2 text-13 first:border-t-0">
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate font-medium">{person.name}</span>
              <span className="shrink-0 tabular-nums">{formatNumber(person.waiting)} waiting</span>
            </span>
            <span className="block text-12 text-muted tabular-nums">
              {formatNumber(person.reviews)} reviews · p50 {latencyOf(person)} · {formatNumber(person.wip)} open ·{" "}
              {formatNumber(person.commits)} commits
            </span>
          </li>
        ))}
      </ul>
      <WideTable {...table} />
    </>
  );
}

function WideTable({ data, people, sortHref }: PeopleTableProps) {
  const sortBy = (column: PersonSort["column"]) => ({
    sorted: data.sort.column === column ? data.sort.order : null,
    hrefOf: (order: PersonSort["order"]) => sortHref({ column, order }),
  });
  const most = Math.max(...people.map(({ waiting }) => waiting), 1);
  return (
    <table className="hidden w-full table-fixed border-collapse text-13 tabular-nums md:table">
      <caption className="sr-only">Who carries what</caption>
      <thead>
        <tr className="border-b border-line">
          <ColumnHeader text="Person" {...sortBy("name")} isText className="w-[24%]" />
          {columns.map(({ column, text }) => (
            <ColumnHeader key={column} text={text} {...sortBy(column)} />
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonLine key={person.key} data={data} person={person} most={most} />
        ))}
      </tbody>
    </table>
  );
}

type LineProps = { readonly data: TeamData; readonly person: PersonRow; readonly most: number };

function PersonLine({ data, person, most }: LineProps) {
  const { login, name, reviews, answered, wip, oldestOpenAt, commits } = person;
  const hrefTo = (metric: string) => (login === null ? null : itemsHref(data, { metric, person: login }));
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-hover">
      <th scope="row" className="truncate py-2.5 pr-3 text-left font-medium" title={name}>
        {name}
      </th>
      <td className="py-2.5 pl-3">
        <WaitingBar data={data} person={person} most={most} />
      </td>
      <Figure href={hrefTo("team.reviews")} isPale={reviews === 0}>
        {formatNumber(reviews)}
      </Figure>
      <Figure href={hrefTo("team.review_latency")} title={`n ${answered}`} isPale={answered < fewLimit}>
        {latencyOf(person)}
      </Figure>
      <Figure
        href={hrefTo("team.wip")}
        isPale={wip === 0}
        {...(oldestOpenAt === null ? {} : { title: `oldest opened ${ageOf(oldestOpenAt, data)}` })}
      >
        {formatNumber(wip)}
      </Figure>
      <Figure href={null} isPale={commits === 0}>
        {formatNumber(commits)}
      </Figure>
    </tr>
  );
}

/** How many wait for this person, on the scale of whoever has most of them. */
function WaitingBar({ data, person: { oldestAskedAt, waiting }, most }: LineProps) {
  return (
    <span
      className="flex items-center justify-end gap-2"
      title={oldestAskedAt === null ? undefined : `oldest asked ${ageOf(oldestAskedAt, data)}`}
    >
      <span aria-hidden className="hidden h-2 flex-1 justify-end lg:flex">
        <span className="h-2 rounded-4 bg-accent" style={{ width: `${(waiting / most) * 100}%` }} />
      </span>
      <span className={cn("min-w-6 text-right", waiting === 0 && "text-pale")}>{formatNumber(waiting)}</span>
    </span>
  );
}

function latencyOf({ latency }: PersonRow): string {
  return latency === null ? "–" : formatDuration(latency);
}

function ageOf(instant: string, { drawnAt }: TeamData): string {
  return formatAge(Date.parse(drawnAt) - Date.parse(instant));
}

type FigureProps = {
  readonly href: string | null;
  readonly title?: string;
  readonly isPale: boolean;
  readonly children: string;
};

function Figure({ href, title, isPale, children }: FigureProps) {
  const face = cn("block py-2.5 pl-3", isPale && "text-pale");
  return (
    <td className="p-0 text-right" title={title}>
      {href === null ? (
        <span className={face}>{children}</span>
      ) : (
        <Link href={href} prefetch={false} className={cn(face, "hover:underline")}>
          {children}
        </Link>
      )}
    </td>
  );
}
