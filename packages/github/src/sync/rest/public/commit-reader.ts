import { isAppError } from "@pulse/kit";
import { z } from "zod";

import { createCommitReader } from "../../create-commit-reader.ts";
import { parseAnswer, parseRows } from "../parse-rows.ts";
import { toAccounts } from "../rest-fields.ts";
import { commitShape } from "./pull-part-shapes.ts";

const kind = "commits";

/** Commits of the default branch, as REST lists them to anybody: without sizes. */
export const publicCommitReader = createCommitReader({
  // Every push moves it; a branch that did not move is not asked for.
  fingerprintOf: (probe) => `${probe.defaultBranch} ${probe.pushedAt}`,
  headOf: () => null,
  readHistory: async (ctx, { head, cursor, pageSize }) => {
    const branch = ctx.probe.defaultBranch;
    if (branch === null) return null;
    const repository = ctx.repository.fullName;
    const first = `/repos/${repository}/commits?sha=${encodeURIComponent(head ?? branch)}&per_page=${pageSize}`;
    const answer = await ctx.client.get(cursor ?? first, { signal: ctx.signal }).catch(unlessEmpty);
    if (answer === null || answer.isNotModified) return null;
    const rows = parseAnswer({ repository, kind, schema: z.array(z.unknown()) }, answer.data);
    const found = parseRows(ctx, { repository, kind, schema: commitShape, rows });
    const top = head ?? found[0]?.sha;
    if (top === undefined) return null;
    return {
      head: top,
      commits: found.map(({ account, ...commit }) => ({
        ...commit,
        account: toAccounts([account])[0] ?? null,
        additions: null,
        deletions: null,
        changedFiles: null,
      })),
      next: answer.next === null ? null : pinned(answer.next, top),
      total: null,
    };
  },
});

// The pages behind are those of the same commit, so that they stay where they are while people push.
function pinned(address: string, head: string): string {
  const url = new URL(address);
  url.searchParams.set("sha", head);
  return url.href;
}

// A repository without a single commit is no error.
function unlessEmpty(error: unknown): null {
  if (isAppError(error) && error.code === "conflict") return null;
  throw error;
}
