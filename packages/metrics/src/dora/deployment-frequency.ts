import { sql } from "kysely";

import type { Aggregate, Metric } from "../metric.ts";
import { deploymentKey, deploymentKinds, deployments, deploymentSplits, finishedAt } from "./deployments.ts";
import { medianDaysPerWeek } from "./median-days-per-week.ts";

const perWeek: Aggregate = { of: () => sql`count(distinct item.thing)`, whenEmpty: 0, isPerWeek: true };

export const doraDeploymentFrequency: Metric = {
  id: "dora.deployment_frequency",
  title: "Deployment frequency",
  definition:
    "Successful deployments of production per day and per week, by the rule of each repository or posted; and on how many days of a week there was one, as the median over the whole weeks of the window, counted back from its end. One pipeline that deploys several repositories is one deployment of each of them, and one altogether.",
  unit: "rate",
  direction: "up",
  source: deployments,
  needs: deploymentKinds,
  membership: { kind: "event", at: finishedAt },
  measure: sql`1`,
  thing: deploymentKey,
  value: {
    per_day: { ...perWeek, of: () => sql`count(distinct item.thing)::double precision / 7` },
    per_week: perWeek,
    days_per_week: {
      of: (_, zone) => sql`jsonb_agg(distinct to_char(item.at at time zone ${zone}, 'YYYY-MM-DD'))`,
      whenEmpty: 0,
      finish: medianDaysPerWeek,
    },
  },
  // At least once a month is a day in thirty.
  band: ({ per_day: perDay = null, days_per_week: daysPerWeek = null }) => {
    if (perDay === null) return null;
    const days = daysPerWeek ?? Math.min(perDay * 7, 7);
    return days >= 7 ? "elite" : days >= 1 ? "high" : perDay * 30 >= 1 ? "medium" : "low";
  },
  splits: deploymentSplits,
  itemValue: null,
};
