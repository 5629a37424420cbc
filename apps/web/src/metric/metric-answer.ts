import type { Runtime } from "../server/runtime.ts";

type Actions = Runtime["actions"];

export type MetricAnswer = Awaited<ReturnType<Actions["showMetric"]["run"]>>;
export type MetricDefinition = Awaited<ReturnType<Actions["listMetrics"]["run"]>>["metrics"][number];
export type MetricItems = Awaited<ReturnType<Actions["listMetricItems"]["run"]>>;
export type MetricItem = MetricItems["items"][number];
export type MetricValue = MetricAnswer["value"];
export type Unit = MetricAnswer["unit"];
