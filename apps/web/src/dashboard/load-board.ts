import { toBucket } from "../metric/bucket.ts";
import type { Asked, MetricAnswer } from "../metric/metric-answer.ts";
import type { RequestScope } from "../server/open-request.ts";
import { answerKey, type Board, type BoardFrame } from "./board.ts";
import { questionOf } from "./view-query.ts";

type LoadInput = {
  /** Cut by the grain of the window; the board's buckets are those of the first. */
  readonly series: readonly string[];
  /** Known only for now, or wanted as one number. */
  readonly single?: readonly string[];
  /** Cut otherwise. */
  readonly split?: readonly Asked[];
};

// A few transactions side by side, each with a share of the numbers.
const laneCount = 4;

/** Reads the numbers of a dashboard, and what they mean. */
export async function loadBoard(scope: RequestScope, frame: BoardFrame, input: LoadInput): Promise<Board> {
  const { ctx, actions } = scope;
  const { grain, window, timeZone } = frame;
  const { series, single = [], split = [] } = input;
  const asked: readonly (Asked & { readonly key: string })[] = [
    ...series.map((metric) => ({ metric, by: grain, key: answerKey(metric, null) })),
    ...single.map((metric) => ({ metric, by: null, key: answerKey(metric, null) })),
    ...split.map((each) => ({ ...each, key: answerKey(each.metric, each.by) })),
  ];
  const readLane = async (lane: typeof asked): Promise<[string, MetricAnswer][]> => {
    if (lane.length === 0) return [];
    const metrics = lane.map(({ metric, by }) => ({ metric, by }));
    const read = await actions.showMetrics.run(ctx, { ...questionOf(frame.view), metrics });
    return read.metrics.map((answer, index) => [lane[index]?.key ?? answer.metric, answer]);
  };
  const [{ repositories }, catalogue, { groups }, ...lanes] = await Promise.all([
    actions.listRepositoryNames.run(ctx, {}),
    actions.listMetrics.run(ctx, {}),
    actions.listLabelGroups.run(ctx, {}),
    ...Array.from({ length: laneCount }, (_, lane) =>
      readLane(asked.filter((_each, index) => index % laneCount === lane)),
    ),
  ]);
  const answers = new Map(lanes.flat());
  const keys = answers.get(series[0] ?? "")?.series?.flatMap(({ key }) => key ?? []) ?? [];
  return {
    ...frame,
    buckets: keys.map((key) => toBucket(key, { grain, window, timeZone })),
    repositories,
    labelGroups: groups.map(({ name }) => name),
    definitions: new Map(catalogue.metrics.map((metric) => [metric.id, metric])),
    answers,
  };
}
