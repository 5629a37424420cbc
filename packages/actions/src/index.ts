export { defineAction, type Action, type ActionContext, type Actor, type Progress, type Scope } from "./action.ts";
export { importArchive } from "./import-archive.ts";
export { importGit } from "./import-git.ts";
export { listRepositories, type RepositorySummary } from "./list-repositories.ts";
export { listMetricItems } from "./list-metric-items.ts";
export { listMetrics } from "./list-metrics.ts";
export { showMetric } from "./show-metric.ts";
export { showMetrics } from "./show-metrics.ts";
