import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

import { exportFormats, exportRows, exportWorkspace, type ActionContext, type ExportFormat } from "@pulse/actions";
import { splits } from "@pulse/metrics";
import { z } from "zod";

import { command } from "../command.ts";
import type { CliContext } from "../context.ts";
import { exportQuestion } from "../export/export-question.ts";
import { withProgress } from "../import/with-progress.ts";
import { usageError } from "../usage-error.ts";
import { withActionContext } from "../with-action-context.ts";

export const exportCommand = command({
  name: "export",
  summary: "Write numbers, the items behind them, or lists of facts as CSV, JSON, JSON lines or Parquet",
  description:
    "ID is a metric (./pulse metric list): its numbers, or with --items what stands behind them. Or it is a list: items (issues and pull\n" +
    "requests together), issues, pulls, reviews, runs, deployments, incidents; --from and --to are then instants or days in UTC. Or it is workspace:\n" +
    "everything of it, as lines of JSON, for ./pulse import export elsewhere.\n" +
    "Rows go to stdout, or to a file that is complete once it has its name. However many there are, memory stays the same.",
  examples: [
    "./pulse export pr.cycle_time --by week --format csv",
    "./pulse export pr.cycle_time --items --format jsonl",
    "./pulse export pulls --repo octo/site --format parquet --output pulls.parquet",
    "./pulse export workspace --output workspace.jsonl",
  ],
  args: z.object({
    id: z.string().describe("a metric, or items, issues, pulls, reviews, runs, deployments, incidents, workspace"),
    format: z.enum(exportFormats).optional().describe("what to write; csv, or json with --json, without it"),
    output: z
      .string()
      .optional()
      .meta({ placeholder: "FILE" })
      .describe("where to; stdout without it, and FILE is written over"),
    items: z.boolean().default(false).describe("of a metric: the items behind it, instead of its numbers"),
    repo: z
      .array(z.string())
      .default([])
      .meta({ placeholder: "OWNER/NAME" })
      .describe("a repository; may be repeated, all without it"),
    state: z.array(z.string()).default([]).describe("of a list: only items in this state; may be repeated"),
    person: z
      .array(z.string())
      .default([])
      .meta({ placeholder: "LOGIN" })
      .describe("only what this person did; of a metric it may be repeated"),
    from: z.string().optional().meta({ placeholder: "T" }).describe("as of ./pulse metric show"),
    to: z.string().optional().meta({ placeholder: "T" }).describe("itself no longer in the window"),
    tz: z.string().optional().meta({ placeholder: "ZONE" }).describe("of a metric: where days are cut"),
    by: z.enum(splits).optional().describe("of a metric: cut its numbers into a series"),
    bot: z.array(z.string()).default([]).meta({ placeholder: "LOGIN" }).describe("of a metric: one more bot"),
    includeBots: z.boolean().default(false).describe("of a metric: count what bots did as well"),
  }),
  positionals: ["id"],
  run: async (ctx, { output, ...asked }) => {
    const isWhole = asked.id === "workspace";
    const format = isWhole ? "jsonl" : (asked.format ?? (ctx.json ? "json" : "csv"));
    if (isWhole && (asked.format ?? format) !== format) {
      throw usageError("A whole workspace is written as --format jsonl", "export");
    }
    if (ctx.json && format !== "json" && output === undefined) {
      throw usageError("With --json stdout is one JSON document: name a file by --output, or --format json", "export");
    }
    const written = await withActionContext(ctx, (actionCtx) =>
      withProgress(ctx, { label: asked.id, unit: "rows", actionCtx }, async (progressCtx) => {
        let rows = 0;
        const counting = {
          ...progressCtx,
          onProgress: (progress: { readonly done: number; readonly total?: number }) => {
            rows = progress.done;
            // A bar between rows would be read as one where both go to a terminal.
            if (output !== undefined) progressCtx.onProgress?.(progress);
          },
        };
        const chunks = isWhole ? inBytes(counting) : await inRows(counting, { asked, format });
        const sizeBytes = await write(ctx, output, chunks);
        return { rows, sizeBytes };
      }),
    );
    if (output === undefined) return;
    report(ctx, { file: output, format, ...written });
  },
});

type Rows = { readonly asked: Parameters<typeof exportQuestion>[0]; readonly format: ExportFormat };

async function inRows(ctx: ActionContext, { asked, format }: Rows): Promise<AsyncIterable<Uint8Array>> {
  const { chunks } = await exportRows.run(ctx, { question: exportQuestion(asked), format });
  return chunks;
}

async function* inBytes(ctx: ActionContext): AsyncGenerator<Uint8Array> {
  const { lines } = await exportWorkspace.run(ctx, {});
  for await (const text of lines) yield Buffer.from(text);
}

async function write(ctx: CliContext, output: string | undefined, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let sizeBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      yield chunk;
    }
  }
  if (output === undefined) {
    for await (const chunk of counted()) await ctx.writeBytes(chunk);
    return sizeBytes;
  }
  const file = path.resolve(output);
  const unfinished = `${file}.part`;
  try {
    await pipeline(counted(), createWriteStream(unfinished), { signal: ctx.signal });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return sizeBytes;
}

type Report = {
  readonly file: string;
  readonly format: ExportFormat;
  readonly rows: number;
  readonly sizeBytes: number;
};

function report(ctx: CliContext, written: Report): void {
  if (ctx.json) ctx.printJson(written);
  else ctx.say(`${written.file}: ${written.rows.toLocaleString("en-US")} rows, ${written.sizeBytes} bytes`);
}
