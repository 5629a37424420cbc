import type { Board } from "../../../dashboard/board.ts";
import { frameBoard } from "../../../dashboard/frame-board.ts";
import { loadBoard } from "../../../dashboard/load-board.ts";
import type { ViewFilters } from "../../../filters/view-filters.ts";
import { mainValue } from "../../../metric/main-value.ts";
import type { RequestScope } from "../../../server/open-request.ts";
import type { PersonSort } from "./people/person-sort.ts";
import { seriesMetrics, singleMetrics } from "./tile-plan.ts";

type Waiting = Awaited<ReturnType<RequestScope["actions"]["listWaitingReviews"]["run"]>>;

/** Everything that the page shows, read at once. */
export type TeamData = Board & {
  /** Nobody reviewed or committed, and nothing is in progress. */
  readonly isEmpty: boolean;
  /** Reviews that were asked for and not given, as it is now. */
  readonly waiting: Waiting;
  /** The server's clock, for ages. */
  readonly drawnAt: string;
  readonly sort: PersonSort;
};

const shortList = 10;
const lifeSigns = ["team.reviews", "team.commits", "team.wip"];

type LoadInput = { readonly filters: ViewFilters; readonly sort: PersonSort };

export async function loadTeam(scope: RequestScope, { filters, sort }: LoadInput): Promise<TeamData> {
  const { ctx, actions } = scope;
  const frame = await frameBoard(scope, { dashboard: "team", filters, anchors: ["pr.opened"] });
  const [board, waiting] = await Promise.all([
    loadBoard(scope, frame, { series: seriesMetrics, single: singleMetrics }),
    actions.listWaitingReviews.run(ctx, {
      repositories: [...filters.repositories],
      people: [...filters.people],
      teams: [...filters.teams],
      limit: shortList,
    }),
  ]);
  return {
    ...board,
    isEmpty: lifeSigns.every((metric) => (mainValue(board.answers.get(metric)?.value ?? null) ?? 0) === 0),
    waiting,
    drawnAt: ctx.clock.now().toISOString(),
    sort,
  };
}
