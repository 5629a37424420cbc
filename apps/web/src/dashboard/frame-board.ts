import { AppError } from "@pulse/kit";

import { chooseGrain, type Grain, type Window } from "../metric/bucket.ts";
import type { RequestScope } from "../server/open-request.ts";
import type { ViewFilters } from "../filters/view-filters.ts";
import type { BoardFrame, DashboardName } from "./board.ts";
import { grainOf } from "./grouping-of.ts";
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
  const { slug } = scope.workspace;
  const timeZone = filters.tz ?? scope.workspace.timeZone;
  const window = await resolveWindow(scope, { filters, anchors, timeZone });
  return {
    slug,
    dashboard,
    timeZone,
    filters,
    window,
    view: toViewQuery({ filters, window, timeZone, weekStart: scope.preferences.weekStart }),
    grain: readGrain(filters, window),
  };
}

const dayMs = 86_400_000;
const daysOf: Readonly<Record<Grain, number>> = { day: 1, week: 7, month: 30 };
// More bars than pixels say nothing.
const mostBuckets = 400;

/** Throws `invalid` for a window that holds more days or weeks than a chart has room for. */
function readGrain(filters: ViewFilters, window: Window): Grain {
  const grain = grainOf(filters) ?? chooseGrain(window);
  const count = Math.ceil((Date.parse(window.to) - Date.parse(window.from)) / (dayMs * daysOf[grain]));
  if (count <= mostBuckets) return grain;
  throw new AppError(
    "invalid",
    `By ${grain} this window has ${count} steps, and a chart holds ${mostBuckets}. Choose a longer step, or fewer days`,
  );
}
