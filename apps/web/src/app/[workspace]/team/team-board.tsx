import { half, wide } from "../../../charts/chart-size.ts";
import { BoardHeader } from "../../../dashboard/board-header.tsx";
import { CountPanel } from "../../../dashboard/count-panel.tsx";
import { EmptyWindow } from "../../../dashboard/empty-window.tsx";
import { SpreadPanel } from "../../../dashboard/spread-panel.tsx";
import { Tiles } from "../../../dashboard/tiles.tsx";
import { WindowNote } from "../../../dashboard/window-note.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import type { TeamData } from "./load-team.ts";
import { MatrixPanel } from "./matrix/matrix-panel.tsx";
import { AskedPanel } from "./panels/asked-panel.tsx";
import { PeoplePanel } from "./people/people-panel.tsx";
import { tilePlans } from "./tile-plan.ts";

type TeamBoardProps = { readonly data: TeamData; readonly isDocument: boolean };

/** The dashboard: who carries the reviews, who waits for whom, and how that changed. No ranking. */
export function TeamBoard({ data, isDocument }: TeamBoardProps) {
  const shared = { board: data, isDocument, size: half } as const;
  return (
    <>
      <BoardHeader board={data} title="Team Performance" compared="team.reviews" hasLabels={false} />
      <PageBody>
        <WindowNote board={data} />
        {data.isEmpty ? (
          <EmptyWindow
            board={data}
            title="Nobody reviewed or committed in this window"
            text="No review was given, nothing was committed, and nothing is in progress"
          />
        ) : (
          <>
            <Tiles board={data} plans={tilePlans} />
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-6">
              <PeoplePanel data={data} className="md:col-span-2 xl:col-span-4 xl:row-span-2" />
              <AskedPanel data={data} className="md:col-span-2" />
              <CountPanel
                {...shared}
                metric="team.reviews"
                name="Reviews"
                colour="--series-1"
                className="md:col-span-2"
              />
              <SpreadPanel
                board={data}
                isDocument={isDocument}
                metric="team.review_latency"
                name="Review latency"
                upper="p90"
                colour="--series-4"
                size={wide}
                empty="Latency needs a review of somebody else's pull request. Choose a longer window."
                className="md:col-span-2 xl:col-span-4"
              />
              <CountPanel
                {...shared}
                metric="team.commits"
                name="Commits"
                colour="--series-3"
                className="md:col-span-2"
              />
              <MatrixPanel data={data} className="md:col-span-2 xl:col-span-6" />
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}
