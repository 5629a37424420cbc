import { groupings, type Grouping } from "../filters/view-filters.ts";
import { FilterRow } from "../filters/filter-row.tsx";
import { formatWindow } from "../format/format-instant.ts";
import { dayOf } from "../format/start-of-day.ts";
import { PageHeader } from "../frame/page-header.tsx";
import type { Board } from "./board.ts";
import { getAnswer } from "./panel-facts.ts";

type BoardHeaderProps = {
  readonly board: Board;
  readonly title: string;
  /** The metric whose window before is told. */
  readonly compared: string;
  /** Whether its items have labels to choose by. */
  readonly hasLabels: boolean;
};

/** What is shown, of which days, and the one filter row. */
export function BoardHeader({ board, title, compared, hasLabels }: BoardHeaderProps) {
  const { slug, dashboard, filters, timeZone, window } = board;
  const lastInstant = new Date(Date.parse(window.to) - 1);
  return (
    <PageHeader title={title} note={describeWindow(board, compared)}>
      <FilterRow
        slug={slug}
        pathname={`/${slug}/${dashboard}`}
        filters={filters}
        repositories={board.repositories.map((repository) => repository.fullName)}
        labelGroups={hasLabels ? board.labelGroups : null}
        teams={board.teams}
        groupings={groupingsOf(board)}
        days={{ from: dayOf(window.from, timeZone), to: dayOf(lastInstant, timeZone) }}
      />
    </PageHeader>
  );
}

/** What any number of the page can be grouped by. */
function groupingsOf({ answers, definitions }: Board): readonly Grouping[] {
  const metrics = [...new Set([...answers.values()].map(({ metric }) => metric))];
  const possible = new Set<string>(metrics.flatMap((id) => definitions.get(id)?.splits ?? []));
  return groupings.filter((by) => possible.has(by));
}

/** Which days, and which ones they are compared with. */
function describeWindow(board: Board, compared: string): string {
  const { filters, timeZone, window } = board;
  const days = `${formatWindow(window, { timeZone })}, ${timeZone}`;
  const { previous } = getAnswer(board, compared);
  if (!filters.isCompared || filters.range === "all" || previous === null) return days;
  return `${days} · compared with ${formatWindow(previous, { timeZone })}`;
}
