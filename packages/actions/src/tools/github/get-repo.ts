import { z } from "zod";

import { readsStored } from "../analytics/window.ts";
import { defineTool } from "../tool.ts";
import { findRepository } from "./find-repository.ts";
import { readRepositories, repositoryRow } from "./read-repositories.ts";
import { repositoryShape } from "./shapes.ts";

export const githubGetRepo = defineTool({
  name: "github_get_repo",
  title: "One repository",
  description:
    "One repository of the workspace with what is open in it and how fresh the copy is. Its numbers over time: analytics_summary.",
  set: "repos",
  scope: "read",
  hints: readsStored,
  isForeignText: true,
  input: repositoryShape,
  output: { source: z.literal("mirror"), repository: repositoryRow },
  run: async (ctx, { owner, repo }) => {
    // Says why there is none.
    await findRepository(ctx, { owner, repo, kinds: ["issues"] });
    const wanted = { owner, name: repo, visibility: null, archived: null, after: null, limit: 1 };
    const [repository] = await readRepositories(ctx, wanted);
    if (repository === undefined) throw new Error("the repository went away between two questions");
    return { source: "mirror" as const, repository };
  },
});
