import type { DeliveryRule } from "@pulse/actions";

type Source = DeliveryRule["source"];

export const sources: readonly Source[] = ["environment", "workflow_run", "release", "tag", "api"];

export const sourceWords: Readonly<Record<Source, { readonly label: string; readonly names: string }>> = {
  environment: { label: "Deployments on GitHub, by environment", names: "Environments" },
  workflow_run: { label: "Runs of a workflow that succeeded", names: "Workflows" },
  release: { label: "Published releases", names: "Tags of releases" },
  tag: { label: "Tags", names: "Tags" },
  api: { label: "Only what is posted to the API", names: "Nothing to name" },
};

/** A rule in a sentence. */
export function describeRule(rule: DeliveryRule): string {
  const { label } = sourceWords[rule.source];
  const names = rule.names.length === 0 ? "" : `: ${rule.names.join(", ")}`;
  const branches = rule.branches.length === 0 ? "" : `, from ${rule.branches.join(", ")}`;
  const incidents = [
    ...(rule.incidentLabels.length === 0 ? [] : [`issues labelled ${rule.incidentLabels.join(" or ")}`]),
    ...(rule.countsReverts ? ["reverts"] : []),
  ];
  return `${label}${names}${branches}. Incidents are ${incidents.length === 0 ? "only posted" : incidents.join(" and ")}.`;
}
