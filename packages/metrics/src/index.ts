export { catalogue, getMetric } from "./catalogue.ts";
export { computeDistribution, type Bin, type Distribution } from "./compute-distribution.ts";
export { computeMetric, computeMetrics, type MetricsQuery } from "./compute-metric.ts";
export { listMetricItems } from "./list-metric-items.ts";
export type { AnswerRow, Figures, MetricAnswer, MetricValue, SeriesEntry } from "./answer/metric-answer.ts";
export type { ItemList, LeftOutGroup, MetricItem } from "./items/item-list.ts";
export { itemShows, itemSorts, type ItemShow, type ItemSort, type ItemsQuery } from "./items/items-query.ts";
export type { Direction, FactKind, LeftOut, Metric, Unit } from "./metric.ts";
export { splits, type MetricQuery, type Question, type Split } from "./query.ts";
