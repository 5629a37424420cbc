import { analyticsChanges } from "./analytics/changes.ts";
import { analyticsCiHealth } from "./analytics/ci-health.ts";
import { analyticsListMetrics } from "./analytics/list-metrics.ts";
import { analyticsMetric } from "./analytics/metric.ts";
import { analyticsSlowItems } from "./analytics/slow-items.ts";
import { analyticsStatus } from "./analytics/status.ts";
import { analyticsSummary } from "./analytics/summary.ts";
import type { Tool } from "./tool.ts";

/** Every tool there is, in the order in which clients are told of them. */
export const tools: readonly Tool[] = [
  analyticsMetric,
  analyticsListMetrics,
  analyticsSummary,
  analyticsChanges,
  analyticsSlowItems,
  analyticsCiHealth,
  analyticsStatus,
];
