import { PageBody } from "../../../frame/page-body.tsx";
import { EmptyWindow } from "../../../dashboard/empty-window.tsx";
import { BoardHeader } from "../../../dashboard/board-header.tsx";
import type { PullsData } from "./load-pulls.ts";
import { DistributionPanel } from "./panels/distribution-panel.tsx";
import { FlowPanel } from "./panels/flow-panel.tsx";
import { ScatterPanel } from "./panels/scatter-panel.tsx";
import { SlowestPanel } from "./panels/slowest-panel.tsx";
import { StagePanel } from "./panels/stage-panel.tsx";
import { UnreviewedPanel } from "./panels/unreviewed-panel.tsx";
import { WaitingPanel } from "./panels/waiting-panel.tsx";
import { Tiles } from "../../../dashboard/tiles.tsx";
import { usesLabels } from "../../../dashboard/uses-labels.ts";
import { tilePlans } from "./tile-plan.ts";
import { WindowNote } from "../../../dashboard/window-note.tsx";

type PullsBoardProps = { readonly data: PullsData; readonly isDocument: boolean };

/** The dashboard: how long pull requests take, where the time goes, and which ones are meant. */
export function PullsBoard({ data, isDocument }: PullsBoardProps) {
  return (
    <>
      <BoardHeader board={data} title="PR Analytics" compared="pr.opened" hasLabels={usesLabels(data)} />
      <PageBody>
        <WindowNote board={data} />
        {data.isEmpty ? (
          <EmptyWindow
            board={data}
            title="No pull request moved in this window"
            text="Nothing was opened, merged, closed or open"
          />
        ) : (
          <>
            <Tiles board={data} plans={tilePlans} />
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
