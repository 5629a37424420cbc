import { requestLiveReviews } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineWrite } from "./define-write.ts";
import { numberShape } from "./shapes.ts";

const names = z.array(z.string().trim().min(1).max(100)).max(15).default([]);

export const githubRequestReview = defineWrite({
  name: "github_request_review",
  title: "Ask for a review",
  description: "Asks people or teams (by slug) to review a pull request.",
  set: "pulls",
  isDestructive: false,
  isIdempotent: true,
  input: { ...numberShape, reviewers: names, teams: names },
  done: { requested: z.array(z.string()) },
  plan: (_, { number, reviewers, teams }, { fullName }) => {
    const asked = [...reviewers, ...teams.map((team) => `team ${team}`)].join(", ");
    if (asked === "") throw new AppError("invalid", "Neither `reviewers` nor `teams` names anybody");
    return `Ask for a review of ${fullName}#${number} by ${asked}`;
  },
  act: async (client, asked, about) => ({ requested: [...(await requestLiveReviews(client, { ...about, ...asked }))] }),
});
