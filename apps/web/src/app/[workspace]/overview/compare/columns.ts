import { alignSeries } from "../../../../dashboard/series-values.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import type { Unit } from "../../../../metric/metric-answer.ts";
import type { OverviewData } from "../load-overview.ts";
import type { ComparedRepository } from "./load-comparison.ts";
import { measures, type Measure } from "./measures.ts";
import { scaleOf, type ColumnScale } from "./scale-of.ts";

type Place = Measure & { readonly index: number };

/** A measure with the scale that all repositories on screen share. */
export type Column = Place & { readonly unit: Unit; readonly scale: ColumnScale };

export function columnsOf(data: OverviewData): readonly Column[] {
  const { answers, repositories } = data.comparison;
  return measures.flatMap((measure, index) => {
    const answer = answers[index];
    if (answer === undefined || (measure.isOptional === true && mainValue(answer.value) === null)) return [];
    const place = { ...measure, index };
    const values = repositories.flatMap((row) => seriesOf(data, row, place).filter((value) => value !== null));
    return [{ ...place, unit: answer.unit, scale: scaleOf(values, answer.unit === "seconds") }];
  });
}

/** What is drawn beside a number, in the order of the page's buckets. */
export function seriesOf(data: OverviewData, row: ComparedRepository, place: Place): readonly (number | null)[] {
  const { index, part, metric, series } = place;
  const keys = data.buckets.map((bucket) => bucket.key);
  // Where another metric is drawn, its own main number is meant.
  const points = alignSeries({ series: row.series[index] ?? [] }, keys, metric === series ? part : null);
  return points.map((point) => point.value);
}
