import { z } from "zod";

import { instantSchema } from "./instant.ts";
import { itemShape } from "./issue.ts";
import { userSchema } from "./user.ts";

const sideSchema = z.object({
  ref: z.string().nullish(),
  sha: z.string().nullish(),
  repo: z.object({ full_name: z.string() }).nullish(),
});

const count = z.int().nonnegative().nullish();

/** The whole pull request, as only the event `pull_request` has it; in other events it lacks sizes and who merged. */
export const pullRequestSchema = z.object({
  ...itemShape,
  draft: z.boolean().nullish(),
  merged_at: instantSchema.nullish(),
  merged_by: userSchema,
  merge_commit_sha: z.string().nullish(),
  base: sideSchema,
  head: sideSchema,
  additions: count,
  deletions: count,
  changed_files: count,
});
