import { z } from "zod";

import { plain } from "./delivery-fields.ts";

export const deliverySources = ["environment", "workflow_run", "release", "tag", "api"] as const;

const patterns = (of: string) => z.array(plain(200)).max(50).default([]).describe(of);

/** What a rule says; in patterns, * stands for any text and the case of letters does not matter. */
export const ruleShape = {
  source: z
    .enum(deliverySources)
    .describe(
      "what is a deployment of production beside those that are posted: GitHub's own by environment, runs of a workflow, releases, tags, or nothing else",
    ),
  names: patterns(
    "patterns of the environment, workflow or tag; none: any, and of environments those that look like production",
  ),
  branches: patterns("patterns of the branch that was deployed or that the workflow ran on; none: any"),
  countsPrereleases: z.boolean().default(false).describe("prereleases are deployments as well"),
  incidentLabels: patterns("patterns of labels that make an issue an incident"),
  countsReverts: z.boolean().default(true).describe("a revert is an incident"),
};

export type DeliveryRule = z.output<z.ZodObject<typeof ruleShape>>;
