import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { GitHubClient } from "../client/github-client.ts";

const branchShape = z.object({ commit: z.object({ sha: z.string() }) });

/** The newest commit of a branch. Throws `not_found` for a branch that is not there. */
export async function getBranchHead(
  client: GitHubClient,
  { repository, branch }: { readonly repository: string; readonly branch: string },
): Promise<string> {
  const answer = await client.get(`/repos/${repository}/branches/${encodeURIComponent(branch)}`);
  const parsed = branchShape.safeParse(answer.isNotModified ? null : answer.data);
  if (parsed.success) return parsed.data.commit.sha;
  throw new AppError("unavailable", `GitHub did not say which commit ${branch} of ${repository} is at`);
}
