import { Rocket } from "lucide-react";
import Link from "next/link";

import { wide } from "../../../charts/chart-size.ts";
import { BoardHeader } from "../../../dashboard/board-header.tsx";
import { EmptyWindow } from "../../../dashboard/empty-window.tsx";
import { getAnswer } from "../../../dashboard/panel-facts.ts";
import { SpreadPanel } from "../../../dashboard/spread-panel.tsx";
import { Tiles } from "../../../dashboard/tiles.tsx";
import { WindowNote } from "../../../dashboard/window-note.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { Button } from "../../../ui/button.tsx";
import { Message } from "../../../ui/message.tsx";
import { IncidentPanel } from "./incidents/incident-panel.tsx";
import type { DeliveryData } from "./load-delivery.ts";
import { DeploymentPanel } from "./panels/deployment-panel.tsx";
import { StagePanel } from "./panels/stage-panel.tsx";
import { UndeployedPanel } from "./panels/undeployed-panel.tsx";
import { tilePlans } from "./tile-plan.ts";
import { TimelinePanel } from "./timeline/timeline-panel.tsx";

type DeliveryBoardProps = { readonly data: DeliveryData; readonly isDocument: boolean };

/** The dashboard: how often and how fast changes reach production, what goes wrong there, and what has not come yet. */
export function DeliveryBoard({ data, isDocument }: DeliveryBoardProps) {
  return (
    <>
      <BoardHeader board={data} title="Delivery" compared="dora.deployment_frequency" hasLabels={false} />
      <PageBody>
        <WindowNote board={data} />
        {data.isEmpty ? (
          <NothingDeployed data={data} />
        ) : (
          <>
            <Tiles board={data} plans={tilePlans} />
            <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-6">
              <TimelinePanel data={data} isDocument={isDocument} className="md:col-span-2 xl:col-span-4" />
              <UndeployedPanel data={data} className="md:col-span-2" />
              <IncidentPanel data={data} className="md:col-span-2 xl:col-span-3" />
              <DeploymentPanel data={data} className="md:col-span-2 xl:col-span-3" />
              <SpreadPanel
                board={data}
                isDocument={isDocument}
                metric="dora.change_lead_time"
                name="Change lead time"
                upper="p90"
                colour="--series-4"
                size={wide}
                empty="No change with known commits reached production in this window. Choose a longer one."
                className="md:col-span-2 xl:col-span-4"
              />
              <StagePanel data={data} className="md:col-span-2" />
            </div>
          </>
        )}
      </PageBody>
    </>
  );
}

/** That nothing was deployed is one thing, that nobody knows is another. */
function NothingDeployed({ data }: { readonly data: DeliveryData }) {
  if (getAnswer(data, "dora.deployment_frequency").coverage > 0) {
    return (
      <EmptyWindow
        board={data}
        title="Nothing was deployed in this window"
        text="No deployment of production finished, no incident began, and no change waits"
      />
    );
  }
  return (
    <Message
      icon={Rocket}
      title="Deployments are not known here"
      className="min-h-[40vh] rounded-8 border border-line bg-panel"
      action={
        <Button asChild look="primary">
          <Link href={`/${data.slug}/repositories`}>Connect a repository</Link>
        </Button>
      }
    >
      Archives and clones hold none. They come when a repository is read from GitHub itself, or are posted by whatever
      deploys: POST /api/deployments.
    </Message>
  );
}
