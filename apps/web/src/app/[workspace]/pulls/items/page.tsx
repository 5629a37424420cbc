import type { Metadata } from "next";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import type { MetricDefinition, MetricItems } from "../../../../metric/metric-answer.ts";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import type { SearchParams } from "../filters/parse-pull-filters.ts";
import { ItemsView } from "./items-view.tsx";
import { readItemsQuery } from "./read-items-query.ts";
import { toSearchParams } from "./to-search-params.ts";

export const metadata: Metadata = { title: "Pull requests behind a number" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

const pageSize = 200;

export default async function ItemsPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, given] = await Promise.all([params, searchParams]);
  const search = toSearchParams(given);
  const loaded = await loadOrExplain(async () => {
    const { input, sort } = readItemsQuery(search);
    const { actions, ctx } = await openRequest(slug);
    const [{ metrics }, list] = await Promise.all([
      actions.listMetrics.run(ctx, {}),
      actions.listMetricItems.run(ctx, { ...input, limit: pageSize }),
    ]);
    return { list, sort, metric: findMetric(metrics, list) };
  });
  if (!loaded.isLoaded)
    return <ErrorFace {...loaded} what="This list" back={{ href: `/${slug}/pulls`, text: "Back to the dashboard" }} />;
  return <ItemsView slug={slug} search={search} {...loaded.value} />;
}

function findMetric(metrics: readonly MetricDefinition[], list: MetricItems): MetricDefinition {
  const metric = metrics.find(({ id }) => id === list.metric);
  if (metric === undefined) throw new Error(`${list.metric} has items, but is not in the catalogue`);
  return metric;
}
