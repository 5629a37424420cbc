import { z } from "zod";

import type { WorkflowRow } from "../../save/save-workflows.ts";
import { id, optionalInstant, optionalText, text } from "./rest-fields.ts";

/** A workflow as REST and the events of runs and jobs tell it. */
export const workflowShape = z.object({
  id,
  node_id: optionalText,
  name: text,
  path: optionalText,
  state: optionalText,
  created_at: optionalInstant,
  updated_at: optionalInstant,
});

export function toWorkflowRow(workflow: z.output<typeof workflowShape>): WorkflowRow {
  return {
    githubId: workflow.id,
    nodeId: workflow.node_id,
    name: workflow.name,
    path: workflow.path,
    state: workflow.state,
    createdAt: workflow.created_at,
    updatedAt: workflow.updated_at,
  };
}
