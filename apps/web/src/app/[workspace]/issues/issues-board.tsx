import { BoardHeader } from "../../../dashboard/board-header.tsx";
import { EmptyWindow } from "../../../dashboard/empty-window.tsx";
import { Tiles } from "../../../dashboard/tiles.tsx";
import { WindowNote } from "../../../dashboard/window-note.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { LabelPanel } from "./labels/label-panel.tsx";
import type { IssuesData } from "./load-issues.ts";
import { AgePanel } from "./panels/age-panel.tsx";
import { FlowPanel } from "./panels/flow-panel.tsx";
import { MilestonePanel } from "./panels/milestone-panel.tsx";
import { PastSlaPanel } from "./panels/past-sla-panel.tsx";
import { StalePanel } from "./panels/stale-panel.tsx";
import { UnansweredPanel } from "./panels/unanswered-panel.tsx";
import { WaitPanel } from "./panels/wait-panel.tsx";
import { tilePlans } from "./tile-plan.ts";

type IssuesBoardProps = { readonly data: IssuesData; readonly isDocument: boolean };

/** The dashboard: whether we keep up, how long people wait, and who still does. */
export function IssuesBoard({ data, isDocument }: IssuesBoardProps) {
  const chart = { data, isDocument };
  return (
    <>
      <BoardHeader board={data} title="Issue Velocity" compared="issue.opened" hasLabels />
      <PageBody>
        <WindowNote board={data} />
        {data.isEmpty ? (
          <EmptyWindow board={data} title="No issue moved in this window" text="Nothing was opened, closed or open" />
        ) : (
          <>
            <Tiles board={data} plans={tilePlans} />
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-6">
              <FlowPanel {...chart} className="md:col-span-2 xl:col-span-4" />
              <UnansweredPanel data={data} className="md:col-span-2" />
              <WaitPanel
                {...chart}
                metric="issue.time_to_first_response"
                title="Time to first response"
                className="xl:col-span-3"
              />
              <WaitPanel {...chart} metric="issue.time_to_close" title="Time to close" className="xl:col-span-3" />
              <AgePanel data={data} className="xl:col-span-2" />
              <PastSlaPanel data={data} className="xl:col-span-2" />
              <StalePanel data={data} className="xl:col-span-2" />
              <LabelPanel data={data} className="md:col-span-2 xl:col-span-6" />
              <MilestonePanel data={data} className="md:col-span-2 xl:col-span-6" />
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}
