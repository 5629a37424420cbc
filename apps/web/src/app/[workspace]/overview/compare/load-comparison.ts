import type { BoardFrame } from "../../../../dashboard/board.ts";
import { questionOf } from "../../../../dashboard/view-query.ts";
import type { RequestScope } from "../../../../server/open-request.ts";
import { pageSize, type ComparisonView } from "./comparison-view.ts";
import { measures } from "./measures.ts";

type Compared = Awaited<ReturnType<RequestScope["actions"]["compareRepositories"]["run"]>>;

export type Comparison = Compared & { readonly view: ComparisonView };
export type ComparedRepository = Compared["repositories"][number];

/** One page of the repositories side by side. A page beyond the last is the last one. */
export async function loadComparison(
  { actions, ctx }: RequestScope,
  frame: BoardFrame,
  view: ComparisonView,
): Promise<Comparison> {
  const read = async (page: number) =>
    await actions.compareRepositories.run(ctx, {
      ...questionOf(frame.view),
      measures: measures.map(({ metric, part, series }) => ({ metric, part, series })),
      by: frame.grain,
      search: view.search,
      sort: view.sort,
      order: view.order,
      offset: (page - 1) * pageSize,
      limit: pageSize,
    });
  const found = await read(view.page);
  const last = Math.max(1, Math.ceil(found.total / pageSize));
  if (view.page <= last) return { ...found, view };
  return { ...(await read(last)), view: { ...view, page: last } };
}
