import { z } from "zod";

import { readsStored } from "../analytics/window.ts";
import { defineTool } from "../tool.ts";
import { readRepositories, repositoryRow } from "./read-repositories.ts";
import { nextPlace } from "./next-place.ts";
import { login } from "./shapes.ts";

const placeSchema = z.array(z.string());

export const githubListRepos = defineTool({
  name: "github_list_repos",
  title: "Repositories",
  description:
    "Lists the repositories of the workspace, last pushed first: those that are connected or imported, of one owner if given.",
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
    const { limit } = ctx.page;
    const after = ctx.page.after === null ? null : placeSchema.parse(JSON.parse(ctx.page.after));
    const wanted = { owner: org ?? user ?? null, name: null, visibility, archived, after, limit: limit + 1 };
    const rows = await readRepositories(ctx, wanted);
    const next = nextPlace(rows, limit, (row) => [row.pushed_at ?? "-infinity", row.full_name]);
    return {
      source: "mirror" as const,
      items: rows.slice(0, limit),
      next: next === null ? null : JSON.stringify(next),
    };
  },
});
