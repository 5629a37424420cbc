import { Workflow } from "lucide-react";
import Link from "next/link";

import { half } from "../../../charts/chart-size.ts";
import { BoardHeader } from "../../../dashboard/board-header.tsx";
import { EmptyWindow } from "../../../dashboard/empty-window.tsx";
import { getAnswer } from "../../../dashboard/panel-facts.ts";
import { SpreadPanel } from "../../../dashboard/spread-panel.tsx";
import { Tiles } from "../../../dashboard/tiles.tsx";
import { WindowNote } from "../../../dashboard/window-note.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { Button } from "../../../ui/button.tsx";
import { Message } from "../../../ui/message.tsx";
import type { ActionsData } from "./load-actions.ts";
import { FailingPanel } from "./panels/failing-panel.tsx";
import { MinutesPanel } from "./panels/minutes-panel.tsx";
import { OutcomePanel } from "./panels/outcome-panel.tsx";
import { RunningPanel } from "./panels/running-panel.tsx";
import { tilePlans } from "./tile-plan.ts";
import { WorkflowPanel } from "./workflows/workflow-panel.tsx";

type ActionsBoardProps = { readonly data: ActionsData; readonly isDocument: boolean };

/** The dashboard: whether main is green, how long checks take, what runs now, and what fails. */
export function ActionsBoard({ data, isDocument }: ActionsBoardProps) {
  const shared = { board: data, isDocument, upper: "p95", size: half, className: "xl:col-span-3" } as const;
  return (
    <>
      <BoardHeader board={data} title="Actions Monitor" compared="ci.runs" hasLabels={false} />
      <PageBody>
        <WindowNote board={data} />
        {data.isEmpty ? (
          <NothingRan data={data} />
        ) : (
          <>
            <Tiles board={data} plans={tilePlans} />
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-6">
              <OutcomePanel data={data} isDocument={isDocument} className="md:col-span-2 xl:col-span-4" />
              <RunningPanel data={data} className="md:col-span-2" />
              <WorkflowPanel data={data} className="md:col-span-2 xl:col-span-4" />
              <MinutesPanel data={data} className="md:col-span-2" />
              <FailingPanel data={data} className="md:col-span-2 xl:col-span-3 xl:row-span-2" />
              <SpreadPanel
                {...shared}
                metric="ci.duration"
                name="Run duration"
                colour="--series-4"
                empty="No run that began in this window has ended."
              />
              <SpreadPanel
                {...shared}
                metric="ci.queue_time"
                name="Queue time"
                colour="--series-2"
                empty="No job is known of what ran here. Jobs come when a repository is read from GitHub itself."
              />
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}

/** That nothing ran is one thing, that nobody knows is another. */
function NothingRan({ data }: { readonly data: ActionsData }) {
  if (getAnswer(data, "ci.runs").coverage > 0) {
    return <EmptyWindow board={data} title="No workflow ran in this window" text="No run of a workflow began" />;
  }
  return (
    <Message
      icon={Workflow}
      title="Workflow runs are not known here"
      className="min-h-[40vh] rounded-8 border border-line bg-panel"
      action={
        <Button asChild look="primary">
          <Link href={`/${data.slug}/repositories`}>Connect a repository</Link>
        </Button>
      }
    >
      Archives and clones hold no runs. They come when a repository is read from GitHub itself, or from saved answers of
      its API: ./pulse import actions.
    </Message>
  );
}
