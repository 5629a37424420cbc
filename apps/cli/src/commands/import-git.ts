import path from "node:path";

import { importGit as importGitAction } from "@pulse/actions";
import { z } from "zod";

import { command } from "../command.ts";
import { formatCounts, formatSpeed } from "../import/format-counts.ts";
import { withProgress } from "../import/with-progress.ts";
import { withActionContext } from "../with-action-context.ts";

type Imported = Awaited<ReturnType<typeof importGitAction.run>>;

export const importGit = command({
  name: "import git",
  summary: "Import commits, authors, sizes and tags from a clone, and tie them to pull requests",
  description:
    "Reads the default branch of a clone (bare, shallow or a worktree as well) without running anything that its configuration names.\n" +
    "Commits and sizes of pull requests need the pull requests: import their archive first. Most is found in a clone that also has their\n" +
    'heads: git fetch origin "+refs/pull/*/head:refs/pull/*/head"',
  examples: [
    "./pulse import git ~/src/site --repo octo/site",
    "./pulse import git site.git --repo octo/site --branch develop --json",
  ],
  args: z.object({
    dir: z.string().describe("the top folder of a clone, or a bare clone"),
    repo: z.string().meta({ placeholder: "OWNER/NAME" }).describe("the repository on GitHub that it is a clone of"),
    branch: z
      .string()
      .optional()
      .meta({ placeholder: "NAME" })
      .describe("the default branch, where the clone does not tell it"),
  }),
  positionals: ["dir"],
  run: async (ctx, { dir, repo, branch }) => {
    const imported = await withActionContext(ctx, (actionCtx) =>
      withProgress(ctx, { label: path.basename(path.resolve(dir)), unit: "rows", actionCtx }, (progressCtx) =>
        importGitAction.run(progressCtx, { dir: path.resolve(dir), repository: repo, branch }),
      ),
    );
    if (ctx.json) ctx.printJson(imported);
    else ctx.out(describe(imported));
  },
});

function describe(imported: Imported): string {
  if (imported.branch === null) return `${imported.repository}: the clone has no commits yet; nothing was imported.`;
  const { stored, withCommits, withFiles } = imported.pullRequests;
  const lines = [
    `${imported.repository}, branch ${imported.branch}: ${formatSpeed(imported.rows, imported.seconds)}`,
    formatCounts(imported.counts),
    `  Of ${stored} pull requests, ${withCommits} have their commits now and ${withFiles} their files and size.`,
  ];
  if (imported.coveredFrom !== null) {
    lines.push(`  The clone is shallow: coverage is partial, nothing is known up to ${imported.coveredFrom}.`);
  }
  if (!imported.hasSizes) lines.push("  The clone is partial, without the contents of files: no sizes are known.");
  if (imported.inexactTexts > 0) {
    lines.push(
      `  ${imported.inexactTexts} names, subjects or paths are not UTF-8 or too long, and kept with replacements.`,
    );
  }
  if (imported.oddDates > 0) {
    lines.push(`  ${imported.oddDates} commits have dates outside the years 1 to 9999, and do not count in durations.`);
  }
  return lines.join("\n");
}
