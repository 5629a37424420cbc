/** What the pages read, without a page: the physical limit of a server that has to ask the database anew. */
import * as actions from "@pulse/actions";
import { connect, getWorkspace, localOwnerId } from "@pulse/db";
import { createLogger, systemClock } from "@pulse/kit";

import { loadActions } from "../../apps/web/src/app/[workspace]/actions/load-actions.ts";
import { readWorkflowSort } from "../../apps/web/src/app/[workspace]/actions/workflows/workflow-sort.ts";
import { loadDelivery } from "../../apps/web/src/app/[workspace]/delivery/load-delivery.ts";
import { readLabelView } from "../../apps/web/src/app/[workspace]/issues/labels/label-view.ts";
import { loadIssues } from "../../apps/web/src/app/[workspace]/issues/load-issues.ts";
import { readComparisonView } from "../../apps/web/src/app/[workspace]/overview/compare/comparison-view.ts";
import { loadOverview } from "../../apps/web/src/app/[workspace]/overview/load-overview.ts";
import { loadPulls } from "../../apps/web/src/app/[workspace]/pulls/load-pulls.ts";
import { loadTeam } from "../../apps/web/src/app/[workspace]/team/load-team.ts";
import { readPersonSort } from "../../apps/web/src/app/[workspace]/team/people/person-sort.ts";
import { parseViewFilters } from "../../apps/web/src/filters/parse-view-filters.ts";
import { readItemSort } from "../../apps/web/src/items/item-sort.ts";
import type { RequestScope } from "../../apps/web/src/server/open-request.ts";
import type { Visit } from "./list-visits.ts";

export type ReadTime = { readonly visit: Visit; readonly ms: number };

/** One after the other, so that nothing but the reads themselves is in the way. Lists are left out: they are one query. */
export async function timeReads(input: {
  readonly databaseUrl: string;
  readonly visits: readonly Visit[];
}): Promise<readonly ReadTime[]> {
  const db = connect({
    url: input.databaseUrl,
    applicationName: "pulse bench",
    statementTimeoutMs: 120_000,
    keepsPlans: true,
  });
  try {
    const workspace = await getWorkspace(db, { slug: "default", userId: localOwnerId });
    const preferences = await actions.readPreferences(db, localOwnerId);
    const scope: RequestScope = {
      actions,
      requestId: "bench",
      person: {
        userId: localOwnerId,
        name: "Local owner",
        login: null,
        image: null,
        proof: { kind: "session", signedInAt: new Date().toISOString(), sessionId: "bench" },
      },
      since: null,
      workspace,
      preferences,
      ctx: {
        db,
        clock: systemClock,
        logger: createLogger({ name: "bench", level: "silent" }),
        actor: { userId: localOwnerId, workspaceId: workspace.id },
      },
    };
    const times: ReadTime[] = [];
    for (const visit of input.visits) {
      const startedAt = performance.now();
      if (await read(scope, visit)) times.push({ visit, ms: performance.now() - startedAt });
    }
    return times;
  } finally {
    await db.destroy();
  }
}

async function read(scope: RequestScope, { page, search }: Visit): Promise<boolean> {
  const filters = parseViewFilters(search);
  switch (page) {
    case "actions":
      await loadActions(scope, { filters, sort: readWorkflowSort(undefined) });
      return true;
    case "delivery":
      await loadDelivery(scope, filters);
      return true;
    case "team":
      await loadTeam(scope, { filters, sort: readPersonSort(undefined) });
      return true;
    case "issues":
      await loadIssues(scope, { filters, labelView: readLabelView(search) });
      return true;
    case "overview":
      await loadOverview(scope, { filters, compared: readComparisonView(search) });
      return true;
    case "pulls":
      await loadPulls(scope, { filters, sort: readItemSort(undefined, "-value") });
      return true;
    default:
      return false;
  }
}
