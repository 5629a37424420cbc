import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";
import { dayOf } from "../../../format/start-of-day.ts";
import { formatWindow } from "../../../format/format-instant.ts";
import { EmptyWindow } from "./empty-window.tsx";
import { FilterRow } from "./filters/filter-row.tsx";
import type { PullsData } from "./load-pulls.ts";
import { DistributionPanel } from "./panels/distribution-panel.tsx";
import { FlowPanel } from "./panels/flow-panel.tsx";
import { ScatterPanel } from "./panels/scatter-panel.tsx";
import { SlowestPanel } from "./panels/slowest-panel.tsx";
import { StagePanel } from "./panels/stage-panel.tsx";
import { UnreviewedPanel } from "./panels/unreviewed-panel.tsx";
import { WaitingPanel } from "./panels/waiting-panel.tsx";
import { Tiles } from "./tiles.tsx";
import { WindowNote } from "./window-note.tsx";

type PullsBoardProps = { readonly data: PullsData; readonly isDocument: boolean };

/** The dashboard: how long pull requests take, where the time goes, and which ones are meant. */
export function PullsBoard({ data, isDocument }: PullsBoardProps) {
  const { slug, filters, timeZone, window } = data;
  const lastInstant = new Date(Date.parse(window.to) - 1);
  return (
    <>
      <PageHeader title="PR Analytics" note={describeWindow(data)}>
        <FilterRow
          pathname={`/${slug}/pulls`}
          filters={filters}
          repositories={data.repositories.map((repository) => repository.fullName)}
          days={{ from: dayOf(window.from, timeZone), to: dayOf(lastInstant, timeZone) }}
        />
      </PageHeader>
      <PageBody>
        <WindowNote data={data} />
        {data.isEmpty ? (
          <EmptyWindow data={data} />
        ) : (
          <>
            <Tiles data={data} />
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-6">
              <StagePanel data={data} isDocument={isDocument} className="md:col-span-2 xl:col-span-4" />
              <WaitingPanel data={data} className="md:col-span-2" />
              <DistributionPanel data={data} isDocument={isDocument} className="xl:col-span-3" />
              <ScatterPanel data={data} isDocument={isDocument} className="xl:col-span-3" />
              <FlowPanel data={data} isDocument={isDocument} className="md:col-span-2 xl:col-span-4" />
              <UnreviewedPanel data={data} className="md:col-span-2" />
              <SlowestPanel data={data} className="md:col-span-2 xl:col-span-6" />
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}

/** Which days, and which ones they are compared with. */
function describeWindow({ answers, filters, timeZone, window }: PullsData): string {
  const days = `${formatWindow(window, { timeZone })}, ${timeZone}`;
  const previous = answers.get("pr.opened")?.previous ?? null;
  if (!filters.isCompared || filters.range === "all" || previous === null) return days;
  return `${days} · compared with ${formatWindow(previous, { timeZone })}`;
}
