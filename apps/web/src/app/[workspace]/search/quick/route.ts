import { toHits } from "../../../../search/to-hits.ts";
import { answerApi } from "../../../../server/answer-api.ts";
import { openRequest } from "../../../../server/open-request.ts";

type Context = { readonly params: Promise<{ readonly workspace: string }> };

const eachKind = 6;

/** The first few of everything that fits, for the box that finds while somebody types. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerApi(async () => {
    const { workspace } = await params;
    const { actions, ctx } = await openRequest(workspace);
    const text = new URL(request.url).searchParams.get("q") ?? "";
    const answer = await actions.search.run(ctx, { text, limit: eachKind });
    return Response.json({ hits: toHits(answer, workspace) }, { headers: { "Cache-Control": "no-store" } });
  });
}
