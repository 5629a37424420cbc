import type { Finding } from "@pulse/deploy";

import { askGit } from "./ask-git.ts";

/** What is here and not at GitHub is not deployed: the platform builds what it finds there. Nothing is said outside a checkout. */
export async function checkGit(folder: string): Promise<readonly Finding[]> {
  if ((await askGit(folder, "rev-parse", "--is-inside-work-tree")) !== "true") return [];
  const warning = { file: "git", line: 1, column: 1, code: "WRONG_VERSION_RUNS", severity: "warning" } as const;
  const changed = await askGit(folder, "status", "--porcelain");
  const ahead = await askGit(folder, "rev-list", "--count", "@{upstream}..HEAD");
  const findings: Finding[] = [];
  if (changed !== null && changed !== "") {
    const cause = `${changed.split("\n").length} files here are changed and not committed: they are not deployed`;
    findings.push({ ...warning, cause, fix: "commit and push them, or leave them out knowingly" });
  }
  if (ahead === null) {
    findings.push({
      ...warning,
      cause: "this branch follows none at GitHub, so that nobody can tell whether it was pushed",
      fix: "push it: git push -u origin HEAD",
    });
  } else if (ahead !== "0") {
    findings.push({
      ...warning,
      cause: `${ahead} commits here are not pushed: they are not deployed`,
      fix: "push them: git push",
    });
  }
  return findings;
}
