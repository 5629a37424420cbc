import type { DashboardName } from "../dashboard/board.ts";
import type { SearchParams } from "../filters/parse-view-filters.ts";
import { ErrorFace } from "../frame/error-face.tsx";
import type { MetricAnswer, MetricDefinition, MetricItems } from "../metric/metric-answer.ts";
import { holdPage } from "../server/hold-page.ts";
import { loadOrExplain } from "../server/load-or-explain.ts";
import { openRequest, type RequestScope } from "../server/open-request.ts";
import { ItemsView } from "./items-view.tsx";
import type { ItemSort } from "./item-sort.ts";
import { readItemsQuery, type ItemsQuery } from "./read-items-query.ts";
import { readRows } from "./read-rows.ts";
import { RowsView } from "./rows-view.tsx";
import { toSearchParams } from "./to-search-params.ts";

type ItemsPageProps = {
  readonly dashboard: DashboardName;
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

const pageSize = 200;

/** What is behind one number: its items, or the rows of what has no items, with its definition and what was left out. */
export async function ItemsPage({ dashboard, params, searchParams }: ItemsPageProps) {
  const [{ workspace: slug }, given] = await Promise.all([params, searchParams]);
  const search = toSearchParams(given);
  const loaded = await loadOrExplain(async () => {
    const scope = await openRequest(slug);
    const query = readItemsQuery(search, scope.workspace.timeZone);
    const behind = await loadBehind(scope, query);
    await holdPage({ endsNow: query.input.to === undefined });
    return behind;
  });
  if (!loaded.isLoaded) {
    const back = { href: `/${slug}/${dashboard}`, text: "Back to the dashboard" };
    return <ErrorFace {...loaded} what="This list" back={back} />;
  }
  const place = { slug, dashboard, search };
  const { value } = loaded;
  return value.kind === "rows" ? <RowsView place={place} {...value} /> : <ItemsView place={place} {...value} />;
}

type Behind =
  | { readonly kind: "rows"; readonly metric: MetricDefinition; readonly answer: MetricAnswer }
  | {
      readonly kind: "items";
      readonly metric: MetricDefinition;
      readonly list: MetricItems;
      readonly sort: ItemSort;
    };

async function loadBehind(scope: RequestScope, { input, sort }: ItemsQuery): Promise<Behind> {
  const { actions, ctx } = scope;
  const { metrics } = await actions.listMetrics.run(ctx, {});
  const metric = metrics.find(({ id }) => id === input.metric);
  if (metric !== undefined && metric.items === null) {
    return { kind: "rows", metric, answer: await readRows(scope, { metric, input }) };
  }
  const list = await actions.listMetricItems.run(ctx, { ...input, limit: pageSize });
  if (metric === undefined) throw new Error(`${list.metric} has items, but is not in the catalogue`);
  return { kind: "items", metric, list, sort };
}
