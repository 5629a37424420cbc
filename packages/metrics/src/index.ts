export { catalogue, getMetric } from "./catalogue.ts";
export { computeMetric, computeMetrics, type MetricsQuery } from "./compute-metric.ts";
export type { AnswerRow, Figures, MetricAnswer, MetricValue, SeriesEntry } from "./answer/metric-answer.ts";
export type { Direction, FactKind, LeftOut, Metric, Unit } from "./metric.ts";
export { splits, type MetricQuery, type Question, type Split } from "./query.ts";
