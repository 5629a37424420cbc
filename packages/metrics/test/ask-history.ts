import { withWorkspace, type Db } from "@pulse/db";

import {
  computeMetric,
  listMetricItems,
  type ItemList,
  type ItemsQuery,
  type MetricAnswer,
  type MetricQuery,
} from "../src/index.ts";
import type { History, LabelGroups } from "./history.ts";
import { seedHistory } from "./seed-history.ts";

const march = { from: "2026-03-01", to: "2026-04-01", now: new Date("2026-07-01T00:00:00Z") };

type Given = { readonly history: History; readonly labelGroups?: LabelGroups };

/** What one metric says of a history that has a workspace of its own: about March 2026, unless asked for other days. */
export async function askHistory(
  db: Db,
  { history, labelGroups = {} }: Given,
  query: Omit<MetricQuery, "workspaceId" | "now">,
): Promise<MetricAnswer> {
  const workspace = await seedHistory(db, history, labelGroups);
  return await withWorkspace(db, { workspaceId: workspace.id, userId: workspace.userId }, (tx) =>
    computeMetric(tx, { ...march, workspaceId: workspace.id, ...query }),
  );
}

export async function askHistoryItems(
  db: Db,
  { history, labelGroups = {} }: Given,
  query: Omit<ItemsQuery, "workspaceId" | "now">,
): Promise<ItemList> {
  const workspace = await seedHistory(db, history, labelGroups);
  return await withWorkspace(db, { workspaceId: workspace.id, userId: workspace.userId }, (tx) =>
    listMetricItems(tx, { ...march, workspaceId: workspace.id, ...query }),
  );
}
