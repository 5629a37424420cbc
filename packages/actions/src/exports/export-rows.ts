import { streamWorkspace } from "@pulse/db";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { contentTypes, exportFileName, exportFormats, exportQuestionSchema } from "./export-question.ts";
import { readRows, type ExportRows } from "./read-rows.ts";
import { writeRows } from "./write-rows.ts";

type ExportFile = {
  readonly fileName: string;
  readonly contentType: string;
  /** Read while it is taken, in one transaction, which ends when nobody wants more. */
  readonly chunks: AsyncGenerator<Uint8Array>;
};

/** A list, the items behind a number, or the numbers of a panel as a file. However many rows there are, it holds a few thousand of them. */
export const exportRows = defineAction({
  name: "export_rows",
  summary: "Give a list, the items behind a metric, or its numbers as CSV, JSON, JSON lines or Parquet",
  scope: "read",
  input: z.object({ question: exportQuestionSchema, format: z.enum(exportFormats) }),
  run: (ctx, { question, format }): Promise<ExportFile> =>
    Promise.resolve({
      fileName: exportFileName(question, format),
      contentType: contentTypes[format],
      chunks: streamWorkspace(ctx.db, ctx.actor, async function* (tx) {
        yield* writeRows(withProgress(ctx, await readRows(ctx, tx, question)), format);
      }),
    }),
});

function withProgress(ctx: ActionContext, rows: ExportRows): ExportRows {
  async function* batches(): ExportRowsBatches {
    let done = 0;
    for await (const batch of rows.batches) {
      ctx.signal?.throwIfAborted();
      done += batch.length;
      yield batch;
      ctx.onProgress?.({ done, total: rows.total });
    }
  }
  return { ...rows, batches: batches() };
}

type ExportRowsBatches = AsyncGenerator<ExportRows["batches"] extends AsyncIterable<infer Batch> ? Batch : never>;
