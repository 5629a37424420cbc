import type { Runtime } from "../server/runtime.ts";

type Actions = Runtime["actions"];

export type MetricAnswer = Awaited<ReturnType<Actions["showMetric"]["run"]>>;
export type MetricDefinition = Awaited<ReturnType<Actions["listMetrics"]["run"]>>["metrics"][number];
export type MetricItems = Awaited<ReturnType<Actions["listMetricItems"]["run"]>>;
export type MetricItem = MetricItems["items"][number];
export type MetricValue = MetricAnswer["value"];
/** What is said of any group of items: the window, the one before, or an entry of a series. */
export type Figures = Pick<MetricAnswer, "buckets" | "excluded" | "n" | "n_not_yet" | "value">;
export type Unit = MetricAnswer["unit"];
export type Split = MetricDefinition["splits"][number];
/** One number, cut as it is wanted. */
export type Asked = { readonly metric: string; readonly by: Split | null };
/** What a list of items holds. */
export type ItemKind = NonNullable<MetricDefinition["items"]>;
