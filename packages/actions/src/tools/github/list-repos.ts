import { z } from "zod";

import { readsStored } from "../analytics/window.ts";
import { defineTool } from "../tool.ts";
import { readRepositories, repositoryRow } from "./read-repositories.ts";
import { login } from "./shapes.ts";

export const githubListRepos = defineTool({
  name: "github_list_repos",
  title: "Repositories",
  description:
    "Lists the repositories of the workspace, last pushed first: those that are connected or imported, of one owner if given. Others are not reached through here.",
  set: "repos",
  scope: "read",
  hints: readsStored,
  isForeignText: true,
  isPaged: true,
  input: {
    user: login.optional().describe("only of this owner"),
    org: login.optional().describe("only of this organisation; as `user`"),
    visibility: z.enum(["public", "private", "internal"]).optional(),
    archived: z.boolean().optional(),
  },
  output: { source: z.literal("mirror"), items: z.array(repositoryRow) },
  run: async (ctx, { user, org, visibility = null, archived = null }) => {
    const offset = Number(ctx.page.after ?? 0);
    const wanted = { owner: org ?? user ?? null, name: null, visibility, archived, offset, limit: ctx.page.limit + 1 };
    const rows = await readRepositories(ctx, wanted);
    const hasNext = rows.length > ctx.page.limit;
    const items = rows.slice(0, ctx.page.limit);
    return { source: "mirror" as const, items, next: hasNext ? String(offset + items.length) : null };
  },
});
