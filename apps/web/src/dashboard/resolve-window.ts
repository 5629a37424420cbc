import { daysBefore } from "../format/start-of-day.ts";
import type { Window } from "../metric/bucket.ts";
import type { RequestScope } from "../server/open-request.ts";
import type { Range, ViewFilters } from "../filters/view-filters.ts";

export type ResolvedWindow = Window & {
  readonly asOf: string | null;
  /** The data ends more than a week ago, so the window ends with it instead of today. */
  readonly endsWithData: boolean;
  /** It ends today: what is open at its end is open now. */
  readonly endsNow: boolean;
};

type ResolveInput = {
  readonly filters: ViewFilters;
  readonly anchors: readonly [string, ...string[]];
  readonly timeZone: string;
};

const days: Readonly<Record<Exclude<Range, "all">, number>> = { "7d": 7, "30d": 30, "90d": 90, "365d": 365 };

/**
 * The window that the filters mean, by the rule of the metrics themselves: without an end it is now, or where old data ends.
 * All time begins with the first item of any of the metrics that anchor it.
 */
export async function resolveWindow(scope: RequestScope, input: ResolveInput): Promise<ResolvedWindow> {
  const { ctx, actions } = scope;
  const { filters, anchors, timeZone } = input;
  const query = {
    repositories: [...filters.repositories],
    tz: timeZone,
    bots: [],
    includeBots: true,
  };
  const answer = await actions.showWindow.run(ctx, {
    ...query,
    metric: anchors[0],
    ...(filters.from === null ? {} : { from: filters.from }),
    ...(filters.to === null ? {} : { to: filters.to }),
  });
  const { to, as_of: asOf } = answer;
  const ending = { to, asOf, endsWithData: answer.to_is === "as_of", endsNow: answer.to_is === "now" };
  if (filters.range === "custom") return { from: answer.from, ...ending };
  if (filters.range !== "all") {
    return { from: daysBefore(to, days[filters.range], timeZone).toISOString(), ...ending };
  }
  const firsts = await Promise.all(
    anchors.map((metric) =>
      actions.listMetricItems.run(ctx, {
        ...query,
        metric,
        from: "1970-01-01",
        to,
        sort: "at",
        order: "asc",
        limit: 1,
      }),
    ),
  );
  const [from = answer.from] = firsts.flatMap(({ items }) => items.map((item) => item.at)).toSorted();
  return { from, ...ending };
}
