import { answerApi } from "../../../../../server/answer-api.ts";
import { openRequest } from "../../../../../server/open-request.ts";

type Context = { readonly params: Promise<{ readonly workspace: string }> };

/** The whole workspace as one file: lines of JSON, packed while they are read. */
export function GET(_request: Request, { params }: Context): Promise<Response> {
  return answerApi(async () => {
    const { workspace: slug } = await params;
    const { actions, ctx } = await openRequest(slug);
    const { lines } = await actions.exportWorkspace.run(ctx, {});
    const text = streamOf(lines).pipeThrough(new TextEncoderStream());
    return new Response(text.pipeThrough(new CompressionStream("gzip")), {
      headers: {
        "Content-Type": "application/gzip",
        "Content-Disposition": `attachment; filename="${slug}.jsonl.gz"`,
        "Cache-Control": "no-store",
      },
    });
  });
}

/** Read as fast as it is taken; a browser that goes away ends the reading. */
function streamOf(lines: AsyncGenerator<string>): ReadableStream<string> {
  return new ReadableStream<string>({
    pull: async (controller) => {
      const next = await lines.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => void (await lines.return(undefined)),
  });
}
