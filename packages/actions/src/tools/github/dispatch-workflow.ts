import { dispatchLiveWorkflow } from "@pulse/github";
import { z } from "zod";

import { defineWrite } from "./define-write.ts";
import { workflowId } from "./shapes.ts";

const mostInputs = 25;
const hasFew = (inputs: object): boolean => Object.keys(inputs).length <= mostInputs;

export const githubDispatchWorkflow = defineWrite({
  name: "github_dispatch_workflow",
  title: "Start a workflow",
  description: "Starts a workflow that has `workflow_dispatch`. github_get_workflow_runs shows the run.",
  set: "actions",
  isDestructive: false,
  isIdempotent: false,
  input: {
    workflow_id: workflowId,
    ref: z.string().trim().min(1).max(255).describe("branch or tag"),
    inputs: z
      .record(z.string().max(100), z.string().max(1000))
      .refine(hasFew, `are more than ${mostInputs}`)
      .default({}),
  },
  done: { started: z.boolean() },
  plan: (_, { workflow_id: workflow, ref, inputs }, { fullName }) =>
    `Start ${workflow} of ${fullName} at ${ref}${hasAny(inputs) ? ` with ${JSON.stringify(inputs).slice(0, 300)}` : ""}`,
  act: async (client, { workflow_id: workflow, ref, inputs }, about) => {
    await dispatchLiveWorkflow(client, { ...about, workflow, ref, inputs });
    return { started: true };
  },
});

function hasAny(inputs: object): boolean {
  return Object.keys(inputs).length > 0;
}
