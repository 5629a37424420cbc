import { z } from "zod";

import { instantSchema } from "./instant.ts";
import { userSchema } from "./user.ts";

/** Null name: labels without one exist in payloads of transferred issues. */
export const labelSchema = z.object({
  id: z.int().positive().nullish(),
  node_id: z.string().nullish(),
  name: z.string().min(1),
  color: z.string().nullish(),
  description: z.string().nullish(),
});

export const milestoneSchema = z.object({
  id: z.int().positive(),
  node_id: z.string().nullish(),
  number: z.int().positive(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  due_on: instantSchema.nullish(),
  created_at: instantSchema,
  closed_at: instantSchema.nullish(),
  updated_at: instantSchema,
});

/** What an issue and a pull request have in common. Lists that a payload of long ago lacks are empty. */
export const itemShape = {
  id: z.int().positive(),
  node_id: z.string().nullish(),
  number: z.int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  user: userSchema,
  author_association: z.string().nullish(),
  labels: z.array(labelSchema).default([]),
  assignee: userSchema,
  assignees: z.array(userSchema).nullish(),
  milestone: milestoneSchema.nullish(),
  created_at: instantSchema,
  updated_at: instantSchema,
  closed_at: instantSchema.nullish(),
};

export const issueSchema = z.object({
  ...itemShape,
  state_reason: z.string().nullish(),
  /** There when the issue of a comment is really a pull request. */
  pull_request: z.looseObject({}).nullish(),
});

export type PayloadIssue = z.output<typeof issueSchema>;
export type PayloadMilestone = z.output<typeof milestoneSchema>;
export type PayloadItem = Omit<PayloadIssue, "state_reason" | "pull_request">;
