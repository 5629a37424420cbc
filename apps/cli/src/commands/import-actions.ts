import path from "node:path";

import { importActions as importActionsAction } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatCounts, formatSpeed } from "../import/format-counts.ts";
import { withProgress } from "../import/with-progress.ts";
import { withActionContext } from "../with-action-context.ts";

type Imported = Awaited<ReturnType<typeof importActionsAction.run>>;

export const importActions = command({
  name: "import actions",
  summary: "Import workflow runs, jobs and steps from saved answers of GitHub's REST API",
  description:
    "Both files are one transaction: all of them is kept or nothing. A file may be a list, GitHub's answer with its count, pages of either,\n" +
    "or an object keyed by id. What is stored already and is newer stays; the same files again change nothing.",
  examples: [
    "./pulse import actions --repo octo/site --runs runs.json --jobs jobs.json",
    "./pulse import actions --repo octo/site --runs runs.json --json",
  ],
  args: z.object({
    repo: z.string().meta({ placeholder: "OWNER/NAME" }).describe("the repository on GitHub whose runs they are"),
    runs: z
      .string()
      .meta({ placeholder: "FILE" })
      .describe("workflow runs, as /repos/OWNER/NAME/actions/runs gives them"),
    jobs: z
      .string()
      .optional()
      .meta({ placeholder: "FILE" })
      .describe("their jobs with steps, as /repos/OWNER/NAME/actions/runs/ID/jobs gives them"),
  }),
  run: async (ctx, { repo, runs, jobs }) => {
    const imported = await withActionContext(ctx, (actionCtx) =>
      withProgress(ctx, { label: path.basename(runs), unit: "rows", actionCtx }, (progressCtx) =>
        importActionsAction.run(progressCtx, {
          repository: repo,
          runs: path.resolve(runs),
          runsName: runs,
          ...(jobs === undefined ? {} : { jobs: path.resolve(jobs), jobsName: jobs }),
        }),
      ),
    );
    if (ctx.json) ctx.printJson(imported);
    else ctx.out(describe(imported));
  },
});

function describe(imported: Imported): string {
  const { repository, rows, seconds, asOf, jobsWithoutRun, otherRepositories } = imported;
  if (asOf === null) return `${repository}: the files hold no runs and no jobs; nothing was imported.`;
  const lines = [`${repository} as of ${asOf}: ${formatSpeed(rows, seconds)}`, formatCounts(imported.counts)];
  if (jobsWithoutRun > 0) {
    lines.push(
      `  ${jobsWithoutRun} jobs have no run in the files. They count by themselves, and find their run when it comes.`,
    );
  }
  if (otherRepositories.length > 0) lines.push(`  The files say that they are of ${otherRepositories.join(", ")}.`);
  return lines.join("\n");
}
