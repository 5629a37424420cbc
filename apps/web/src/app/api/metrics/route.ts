import { answerApi } from "../../../server/answer-api.ts";
import { openRequest } from "../../../server/open-request.ts";
import { readWorkspace } from "./read-metric-query.ts";

/** The catalogue of metrics. */
export function GET(request: Request): Promise<Response> {
  return answerApi(async () => {
    const { actions, ctx } = await openRequest(readWorkspace(new URL(request.url).searchParams));
    return Response.json(await actions.listMetrics.run(ctx, {}), { headers: { "Cache-Control": "no-store" } });
  });
}
