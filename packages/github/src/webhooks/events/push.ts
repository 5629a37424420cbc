import { z } from "zod";

import { defineHandler, done } from "../event-handler.ts";

const schema = z.object({
  ref: z.string(),
  repository: z.object({ default_branch: z.string().nullish(), master_branch: z.string().nullish() }),
});

/** A push names its commits, but neither their parents nor all of them: what came is read by sync. */
export const pushHandler = defineHandler({
  event: "push",
  schema,
  people: () => [],
  apply: async ({ repository: stored }, { ref, repository }) => {
    const branch = repository.default_branch ?? repository.master_branch ?? stored.defaultBranch;
    if (ref.startsWith("refs/tags/")) return done(`push of the tag ${ref.slice(10)}`, { refresh: "tags" });
    if (branch === null || ref !== `refs/heads/${branch}`) {
      // Pull requests of the branch have an event of their own.
      return { kind: "ignored", outcome: "a push to a branch that is not the default one" };
    }
    return done(`push to ${branch}`, { refresh: `commits of ${branch}` });
  },
});
