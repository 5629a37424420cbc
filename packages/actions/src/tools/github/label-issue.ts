import { changeLiveLabels } from "@pulse/github";
import { z } from "zod";

import { changeShape, tellChange } from "./change-shape.ts";
import { defineWrite } from "./define-write.ts";
import { numberShape } from "./shapes.ts";

export const githubLabelIssue = defineWrite({
  name: "github_label_issue",
  title: "Label",
  description: "Adds labels to an issue or a pull request, or takes them away; answers with those it has then.",
  set: "issues",
  isDestructive: true,
  isIdempotent: true,
  input: { ...numberShape, ...changeShape(50) },
  done: { labels: z.array(z.string()) },
  plan: (_, asked, { fullName }) => `Change labels of ${fullName}#${asked.number}: ${tellChange(asked)}`,
  act: async (client, asked, about) => ({ labels: [...(await changeLiveLabels(client, { ...about, ...asked }))] }),
});
