import { withWorkspace, type Db } from "@pulse/db";

import {
  computeMetric,
  listMetricItems,
  type ItemList,
  type ItemsQuery,
  type MetricAnswer,
  type MetricQuery,
} from "../src/index.ts";
import type { SeededRepository, SeededWorkspace } from "./seed-workspace.ts";

type Defaults = { readonly workspaceId?: number; readonly now?: Date };

const start = { from: "2026-01-01", to: "2027-01-01", now: new Date("2026-07-01T00:00:00Z") };

/** Asks as a member of the workspace would, under row level security: about 2026, of these repositories. */
export async function ask(
  db: Db,
  scope: { readonly workspace: SeededWorkspace; readonly repositories?: readonly SeededRepository[] },
  query: Omit<MetricQuery, "workspaceId" | "now" | "repositories"> & Defaults,
): Promise<MetricAnswer> {
  return await withWorkspace(db, claimsOf(scope.workspace), (tx) =>
    computeMetric(tx, {
      ...start,
      workspaceId: scope.workspace.id,
      repositories: namesOf(scope.repositories),
      ...query,
    }),
  );
}

export async function askItems(
  db: Db,
  scope: { readonly workspace: SeededWorkspace; readonly repositories?: readonly SeededRepository[] },
  query: Omit<ItemsQuery, "workspaceId" | "now" | "repositories"> & Defaults,
): Promise<ItemList> {
  return await withWorkspace(db, claimsOf(scope.workspace), (tx) =>
    listMetricItems(tx, {
      ...start,
      workspaceId: scope.workspace.id,
      repositories: namesOf(scope.repositories),
      ...query,
    }),
  );
}

function claimsOf(workspace: SeededWorkspace) {
  return { workspaceId: workspace.id, userId: workspace.userId };
}

function namesOf(repositories: readonly SeededRepository[] | undefined): readonly string[] {
  return (repositories ?? []).map(({ fullName }) => fullName);
}
