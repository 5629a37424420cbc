import { BoardHeader } from "../../../dashboard/board-header.tsx";
import { EmptyWindow } from "../../../dashboard/empty-window.tsx";
import { Tiles } from "../../../dashboard/tiles.tsx";
import { WindowNote } from "../../../dashboard/window-note.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { ComparisonPanel } from "./compare/comparison-panel.tsx";
import type { OverviewData } from "./load-overview.ts";
import { AbsencePanel } from "./panels/absence-panel.tsx";
import { ActivityPanel } from "./panels/activity-panel.tsx";
import { NewestIssuesPanel, NewestPullsPanel } from "./panels/newest-panels.tsx";
import { OpenWorkPanel } from "./panels/open-work-panel.tsx";
import { PeoplePanel } from "./panels/people-panel.tsx";
import { ReleasesPanel } from "./panels/releases-panel.tsx";
import { StalestIssuesPanel, StalestPullsPanel } from "./panels/stalest-panels.tsx";
import { StandingPanel } from "./panels/standing-panel.tsx";
import { usesLabels } from "../../../dashboard/uses-labels.ts";
import { tilePlans } from "./tile-plan.ts";

type OverviewBoardProps = { readonly data: OverviewData; readonly isDocument: boolean };

/** The dashboard: whether it is alive and healthy, and which repository differs from the others. */
export function OverviewBoard({ data, isDocument }: OverviewBoardProps) {
  const chart = { data, isDocument };
  const panel = { data, className: "xl:col-span-3" };
  return (
    <>
      <BoardHeader board={data} title="Repository Overview" compared="pr.opened" hasLabels={usesLabels(data)} />
      <PageBody>
        <WindowNote board={data} />
        {data.isEmpty ? (
          <EmptyWindow
            board={data}
            title="Nothing happened in this window"
            text="Nobody opened, merged, closed, reviewed or commented on anything, and nothing was open"
          />
        ) : (
          <>
            <Tiles board={data} plans={tilePlans} />
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-6">
              <ActivityPanel {...chart} className="md:col-span-2 xl:col-span-4" />
              <PeoplePanel {...chart} className="md:col-span-2" />
              <ComparisonPanel data={data} className="md:col-span-2 xl:col-span-6" />
              <OpenWorkPanel data={data} className="xl:col-span-2" />
              <AbsencePanel data={data} className="xl:col-span-2" />
              <ReleasesPanel data={data} className="xl:col-span-2" />
              <NewestIssuesPanel {...panel} />
              <NewestPullsPanel {...panel} />
              <StalestIssuesPanel {...panel} />
              <StalestPullsPanel {...panel} />
              <StandingPanel data={data} className="md:col-span-2 xl:col-span-6" />
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}
