import { z } from "zod";

import { instantSchema } from "./instant.ts";

const count = z.int().nonnegative().nullish();

/** The repository of a payload, with what is kept of it. */
export const repositorySchema = z.object({
  id: z.int().positive(),
  node_id: z.string().nullish(),
  name: z.string().min(1),
  owner: z.object({ login: z.string().min(1) }),
  private: z.boolean(),
  visibility: z.enum(["public", "private", "internal"]).nullish().catch(null),
  description: z.string().nullish(),
  default_branch: z.string().nullish(),
  archived: z.boolean().nullish(),
  fork: z.boolean().nullish(),
  created_at: instantSchema.nullish(),
  pushed_at: instantSchema.nullish(),
  updated_at: instantSchema.nullish(),
  stargazers_count: count,
  forks_count: count,
});

export type PayloadRepository = z.output<typeof repositorySchema>;
