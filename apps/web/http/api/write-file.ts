import type { ExportedFile } from "@pulse/actions";
import type { Context } from "hono";
import { z } from "zod";

import { problemContentType, toProblem } from "../../src/problem/problem.ts";
import { readByteRange } from "./byte-range.ts";

/** What a route that gives a file answers. */
export const exportedFile = z.custom<ExportedFile>(
  (value) => typeof value === "object" && value !== null && "read" in value && "sha256" in value,
);

/** A file, or the stretch of it that is asked for: a download that broke off goes on where it was, unless the file is another by now. */
export function writeFile(c: Context, file: ExportedFile, requestId: string): Response {
  const etag = `"${file.sha256}"`;
  const headers = {
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, no-cache",
    "Content-Disposition": `attachment; filename="${file.fileName}"`,
    "Content-Type": file.contentType,
    ETag: etag,
    Vary: "Authorization, Cookie",
  };
  const known = c.req.header("if-none-match")?.split(",") ?? [];
  if (known.some((each) => each.trim().replace(/^W\//, "") === etag)) return c.body(null, 304, headers);
  const ifRange = c.req.header("if-range");
  const isSame = ifRange === undefined || ifRange === etag;
  const range = isSame ? readByteRange(c.req.header("range"), file.sizeBytes) : null;
  if (range === "unsatisfiable") {
    const problem = toProblem({
      code: "invalid",
      status: 416,
      title: "Range not satisfiable",
      detail: `The file has ${file.sizeBytes} bytes`,
      requestId,
    });
    const beyond = { "Content-Type": problemContentType, "Content-Range": `bytes */${file.sizeBytes}` };
    return c.body(JSON.stringify(problem), 416, beyond);
  }
  const { start, end } = range ?? { start: 0, end: file.sizeBytes };
  const sized = { ...headers, "Content-Length": String(end - start) };
  const body = streamOf(file.read(start, end));
  if (range === null) return c.body(body, 200, sized);
  return c.body(body, 206, { ...sized, "Content-Range": `bytes ${start}-${end - 1}/${file.sizeBytes}` });
}

/** Nothing is read before it is taken, and no more when nobody takes it. */
function streamOf(bytes: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await bytes.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: async () => void (await bytes.return(undefined)),
    },
    { highWaterMark: 0 },
  );
}
