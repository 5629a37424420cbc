import { AppError, isAppError } from "@pulse/kit";

import type { GitHubClient } from "../client/github-client.ts";
import { getBranchHead } from "./get-branch-head.ts";

/** A branch at a commit, made unless it is there. Throws `conflict` for one that is there and stands elsewhere: it is not moved. */
export async function ensureBranch(
  client: GitHubClient,
  { repository, branch, sha }: { readonly repository: string; readonly branch: string; readonly sha: string },
): Promise<void> {
  const there = await getBranchHead(client, { repository, branch }).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  });
  if (there === sha) return;
  if (there !== null) {
    throw new AppError(
      "conflict",
      `The branch ${branch} of ${repository} is at ${there} already, and not at ${sha}. Delete it, or move it yourself`,
    );
  }
  await client.post(`/repos/${repository}/git/refs`, { ref: `refs/heads/${branch}`, sha });
}
