import type { MetricItem } from "../metric/metric-answer.ts";
import type { RequestScope } from "../server/open-request.ts";

type Query = Parameters<RequestScope["actions"]["listMetricItems"]["run"]>[1];

// The most that a page may hold.
const pageSize = 5_000;

/** Every item behind a number, page after page: a distribution drawn from the first page alone would be another one. */
export async function listAllItems({ actions, ctx }: RequestScope, query: Query): Promise<readonly MetricItem[]> {
  const items: MetricItem[] = [];
  let after: string | null | undefined;
  while (after !== null) {
    const page = await actions.listMetricItems.run(ctx, {
      ...query,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}
