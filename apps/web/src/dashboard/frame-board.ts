import { chooseGrain } from "../metric/bucket.ts";
import type { RequestScope } from "../server/open-request.ts";
import type { ViewFilters } from "../filters/view-filters.ts";
import type { BoardFrame, DashboardName } from "./board.ts";
import { resolveWindow } from "./resolve-window.ts";
import { toViewQuery } from "./view-query.ts";

type FrameInput = {
  readonly dashboard: DashboardName;
  readonly filters: ViewFilters;
  /** Metrics whose first item begins "all time", and whose facts say where old data ends. */
  readonly anchors: readonly [string, ...string[]];
};

/** Settles which window and which items a dashboard is about. */
export async function frameBoard(scope: RequestScope, input: FrameInput): Promise<BoardFrame> {
  const { dashboard, filters, anchors } = input;
  const { slug, timeZone } = scope.workspace;
  const window = await resolveWindow(scope, { filters, anchors });
  return {
    slug,
    dashboard,
    timeZone,
    filters,
    window,
    view: toViewQuery({ filters, window, timeZone }),
    grain: chooseGrain(window),
  };
}
