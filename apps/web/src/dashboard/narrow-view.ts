import type { MetricDefinition } from "../metric/metric-answer.ts";
import type { ViewQuery } from "./view-query.ts";

/**
 * The view as far as a metric can be narrowed to it: what has no labels is asked of all labels, and what nobody in particular did of
 * everybody. A page that shows such a number says so.
 */
export function narrowView(view: ViewQuery, choices: MetricDefinition["choices"] | undefined): ViewQuery {
  if (choices === undefined) return view;
  const byLabel = choices.includes("labels") ? {} : { labels: [], labelGroups: [] };
  const byPerson = choices.includes("people") ? {} : { people: [], teams: [] };
  return { ...view, ...byLabel, ...byPerson };
}

/** Whether the whole view applies to a metric. */
export function isNarrowable(view: ViewQuery, choices: MetricDefinition["choices"]): boolean {
  const wantsLabels = view.labels.length + view.labelGroups.length > 0;
  const wantsPeople = view.people.length + view.teams.length > 0;
  return (!wantsLabels || choices.includes("labels")) && (!wantsPeople || choices.includes("people"));
}
