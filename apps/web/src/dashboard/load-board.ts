import { toBucket } from "../metric/bucket.ts";
import type { Asked, MetricAnswer } from "../metric/metric-answer.ts";
import type { RequestScope } from "../server/open-request.ts";
import { answerKey, type Board, type BoardFrame } from "./board.ts";
import { groupingOf } from "./grouping-of.ts";
import { isNarrowable, narrowView } from "./narrow-view.ts";
import { questionOf } from "./view-query.ts";

type LoadInput = {
  /** Cut by the grain of the window; the board's buckets are those of the first. */
  readonly series: readonly string[];
  /** Known only for now, or wanted as one number. */
  readonly single?: readonly string[];
  /** Cut otherwise. */
  readonly split?: readonly Asked[];
};

type AskedFor = Asked & { readonly key: string };

/** Reads the numbers of a dashboard, and what they mean. */
export async function loadBoard(scope: RequestScope, frame: BoardFrame, input: LoadInput): Promise<Board> {
  const { ctx, actions } = scope;
  const { grain, window, timeZone } = frame;
  const { series, single = [], split = [] } = input;
  // The catalogue is no question to the database.
  const catalogue = await actions.listMetrics.run(ctx, {});
  const definitions = new Map(catalogue.metrics.map((metric) => [metric.id, metric]));
  const by = groupingOf(frame.filters);
  const grouped = by === null ? [] : series.filter((metric) => definitions.get(metric)?.splits.includes(by) === true);
  const asked: readonly AskedFor[] = [
    ...series.map((metric) => ({ metric, by: grain, key: answerKey(metric, null) })),
    ...single.map((metric) => ({ metric, by: null, key: answerKey(metric, null) })),
    ...[...split, ...grouped.map((metric) => ({ metric, by }))].map((each) => ({
      ...each,
      key: answerKey(each.metric, each.by),
    })),
  ];
  const choicesOf = ({ metric }: AskedFor) => definitions.get(metric)?.choices ?? [];
  const alikes = Map.groupBy(asked, (each) =>
    [familyOf(each), ...(isNarrowable(frame.view, choicesOf(each)) ? ["whole"] : choicesOf(each))].join(" "),
  );
  const readTogether = async (alike: readonly AskedFor[]): Promise<[string, MetricAnswer][]> => {
    const metrics = alike.map(({ metric, by: cut }) => ({ metric, by: cut }));
    const view = narrowView(frame.view, alike[0] === undefined ? undefined : choicesOf(alike[0]));
    const read = await actions.showMetrics.run(ctx, { ...questionOf(view), metrics });
    return read.metrics.map((answer, index) => [alike[index]?.key ?? answer.metric, answer]);
  };
  const [{ repositories }, { groups }, { teams }, ...read] = await Promise.all([
    actions.listRepositoryNames.run(ctx, {}),
    actions.listLabelGroups.run(ctx, {}),
    actions.listTeams.run(ctx, {}),
    ...[...alikes.values()].map(readTogether),
  ]);
  const answers = new Map(read.flat());
  const keys = answers.get(series[0] ?? "")?.series?.flatMap(({ key }) => key ?? []) ?? [];
  return {
    ...frame,
    buckets: keys.map((key) => toBucket(key, { grain, window, timeZone })),
    repositories,
    labelGroups: groups.map(({ name }) => name),
    teams,
    grouped,
    definitions,
    answers,
  };
}

/**
 * What a metric counts, as its id begins. The families are read side by side, each in a transaction of its own: numbers about the same
 * items, asked for together, are read in one pass.
 */
function familyOf({ metric }: AskedFor): string {
  return metric.split(".")[0] ?? metric;
}
