import { rerunLiveWorkflow } from "@pulse/github";
import { z } from "zod";

import { defineWrite } from "./define-write.ts";
import { githubId } from "./shapes.ts";

export const githubRerunWorkflow = defineWrite({
  name: "github_rerun_workflow",
  title: "Run again",
  description: "Runs a workflow run again, wholly or only the jobs that failed.",
  set: "actions",
  isDestructive: false,
  isIdempotent: false,
  input: { run_id: githubId, failed_only: z.boolean().default(false) },
  done: { started: z.boolean() },
  plan: (_, { run_id: runId, failed_only: isFailedOnly }, { fullName }) =>
    `Run ${isFailedOnly ? "the failed jobs of " : ""}run ${runId} of ${fullName} again`,
  act: async (client, { run_id: runId, failed_only: isFailedOnly }, about) => {
    await rerunLiveWorkflow(client, { ...about, runId, isFailedOnly });
    return { started: true };
  },
});
