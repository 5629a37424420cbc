import path from "node:path";

import { importArchive as importArchiveAction, type ActionContext } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import type { CliContext } from "../context.ts";
import { formatCounts, formatSpeed } from "../import/format-counts.ts";
import { withProgress } from "../import/with-progress.ts";
import { withActionContext } from "../with-action-context.ts";

type Imported = Awaited<ReturnType<typeof importArchiveAction.run>> & { readonly file: string };

export const importArchive = command({
  name: "import archive",
  summary: "Import issues, pull requests, reviews and comments from IETF archive.json files",
  description:
    "Each FILE is one transaction: all of it is kept or nothing. A newer archive of the same repository brings it up to date,\n" +
    "an older one changes nothing, and the same one again changes nothing either. The first file that cannot be imported ends the command.",
  examples: ["./pulse import archive archive.json", "./pulse import archive data/*.archive.json --json"],
  args: z.object({
    file: z
      .array(z.string())
      .min(1, "name at least one file")
      .describe("an archive.json as IETF working groups publish them"),
  }),
  positionals: ["file"],
  run: async (ctx, { file: files }) => {
    const imported: Imported[] = [];
    await withActionContext(ctx, async (actionCtx) => {
      for (const file of files) {
        try {
          imported.push(await importFile(ctx, actionCtx, file));
        } catch (error) {
          if (files.length > 1) ctx.say(leftBehind(files, imported));
          throw error;
        }
      }
    });
    if (ctx.json) ctx.printJson({ imported });
  },
});

async function importFile(ctx: CliContext, actionCtx: ActionContext, file: string): Promise<Imported> {
  const label = path.basename(file);
  const imported = await withProgress(ctx, { label, unit: "rows", actionCtx }, (progressCtx) =>
    importArchiveAction.run(progressCtx, { file: path.resolve(file), fileName: file }),
  );
  if (!ctx.json) ctx.out(describe(imported));
  return { file, ...imported };
}

function describe(imported: Omit<Imported, "file">): string {
  const heading = `${imported.repository} as of ${imported.asOf}`;
  if (imported.isOlder)
    return `${heading}: nothing changed, because a later state of this repository is already known.`;
  return `${heading}: ${formatSpeed(imported.rows, imported.seconds)}\n${formatCounts(imported.counts)}`;
}

function leftBehind(files: readonly string[], imported: readonly Imported[]): string {
  const done = imported.map(({ file }) => file);
  const notTried = files.slice(done.length + 1);
  const kept =
    done.length === 0 ? "Nothing was imported before the error." : `Imported before the error: ${done.join(", ")}.`;
  return notTried.length === 0 ? kept : `${kept} Not tried: ${notTried.join(", ")}.`;
}
