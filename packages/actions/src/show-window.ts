import { describeWindow } from "@pulse/metrics";
import { z } from "zod";

import { defineAction } from "./action.ts";
import { answerQuestion } from "./answer-question.ts";
import { questionOf, questionShape } from "./metric-question.ts";

/** The window that a number would be about, without the number: what a page settles first. */
export const showWindow = defineAction({
  name: "show_window",
  summary: "Settle the window of a metric: where it begins and ends, and how far its facts were read",
  scope: "read",
  input: z.object(questionShape),
  run: async (ctx, input) =>
    await answerQuestion(ctx, { name: "show_window", query: questionOf(ctx, input) }, describeWindow),
});
