import { answerApi } from "../../../server/answer-api.ts";
import { openRequest } from "../../../server/open-request.ts";

type Context = { readonly params: Promise<{ readonly workspace: string }> };

const mostShown = 20;

/** People whose login or name holds `q`, for the filter; the first of all without it. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerApi(async () => {
    const { workspace } = await params;
    const { actions, ctx } = await openRequest(workspace);
    const text = new URL(request.url).searchParams.get("q") ?? "";
    const { people, more } = await actions.search.run(ctx, { text, kinds: ["person"], limit: mostShown });
    return Response.json(
      { people: people.map(({ login, name }) => ({ login, name })), isCut: more.length > 0 },
      { headers: { "Cache-Control": "no-store" } },
    );
  });
}
