import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { GitHubClient } from "../client/github-client.ts";

export type NewIssue = {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
};

const createdSchema = z.object({ number: z.int().positive(), html_url: z.url() });

/** Opens an issue at GitHub. It is asked once: a repeat would open another. */
export async function createLiveIssue(
  client: GitHubClient,
  input: { readonly repository: string; readonly issue: NewIssue; readonly signal?: AbortSignal | undefined },
): Promise<{ readonly number: number; readonly url: string }> {
  const { repository, issue, signal } = input;
  const answer = await client.post(`/repos/${repository}/issues`, issue, signal === undefined ? {} : { signal });
  const created = createdSchema.safeParse(answer.data);
  if (created.success) return { number: created.data.number, url: created.data.html_url };
  throw new AppError(
    "unavailable",
    `GitHub took the issue for ${repository} and did not say its number. Look there before asking again`,
    {
      details: { reason: "unreadable" },
    },
  );
}
