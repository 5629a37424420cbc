import { answerApi } from "../../../../server/answer-api.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { readMetricQuery, readWorkspace } from "../read-metric-query.ts";

type Context = { readonly params: Promise<{ readonly id: string }> };

/** One metric's value, in the shape of `metric show --json`. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerApi(async () => {
    const { id } = await params;
    const search = new URL(request.url).searchParams;
    const query = readMetricQuery(search);
    const { actions, ctx } = await openRequest(readWorkspace(search));
    const answer = await actions.showMetric.run(ctx, { ...query, metric: id });
    return Response.json(answer, { headers: { "Cache-Control": "no-store" } });
  });
}
