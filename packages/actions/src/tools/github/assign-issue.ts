import { changeLiveAssignees } from "@pulse/github";
import { z } from "zod";

import { changeShape, tellChange } from "./change-shape.ts";
import { defineWrite } from "./define-write.ts";
import { numberShape } from "./shapes.ts";

export const githubAssignIssue = defineWrite({
  name: "github_assign_issue",
  title: "Assign",
  description: "Assigns people to an issue or a pull request, or takes them off; answers with who is assigned then.",
  set: "issues",
  isDestructive: true,
  isIdempotent: true,
  input: { ...numberShape, ...changeShape(39) },
  done: { assignees: z.array(z.string()) },
  plan: (_, asked, { fullName }) => `Change who is assigned to ${fullName}#${asked.number}: ${tellChange(asked)}`,
  act: async (client, asked, about) => ({
    assignees: [...(await changeLiveAssignees(client, { ...about, ...asked }))],
  }),
});
