import { createLiveComment } from "@pulse/github";
import { z } from "zod";

import { defineWrite } from "./define-write.ts";
import { numberShape } from "./shapes.ts";

export const githubAddIssueComment = defineWrite({
  name: "github_add_issue_comment",
  title: "Comment",
  description: "Comments on an issue or a pull request.",
  set: "issues",
  isDestructive: false,
  isIdempotent: false,
  input: { ...numberShape, body: z.string().trim().min(1).max(65_536) },
  done: { id: z.number(), url: z.string() },
  plan: (_, { number, body }, { fullName }) => `Comment on ${fullName}#${number}: "${body.slice(0, 200)}"`,
  act: async (client, asked, about) => await createLiveComment(client, { ...about, ...asked }),
});
