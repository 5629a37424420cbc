import type { Incident, Repository } from "../history.ts";
import { deployedAtOf, deploymentOf, finishedOf, type Finished } from "./deployed.ts";
import { countOf, minus, timeOf, type Naive } from "./naive-metric.ts";
import { average, percentile } from "./numbers.ts";
import { counted, isIn, isOpenAt, known, pulls, type Select } from "./select.ts";
import { addDays, dateOf } from "./wall-clock.ts";

function deployments(raw: (deployment: Finished, repository: Repository) => number): Select {
  return (repository, stretch) =>
    finishedOf(repository)
      .filter(({ finishedAt }) => isIn(finishedAt, stretch))
      .map((each) => ({ id: `${each.place}`, who: null, labels: [], raw: raw(each, repository), at: each.finishedAt }));
}

function incidents(
  at: (incident: Incident) => number | null,
  raw: (incident: Incident, repository: Repository) => number | null,
): Select {
  return (repository, stretch) =>
    repository.incidents
      .filter((incident) => isIn(at(incident), stretch))
      .map((incident, index) => ({ id: `${index}`, who: null, labels: [], raw: raw(incident, repository) }));
}

/** When the deployment finished that an incident is linked to, and which one it is. */
function blamed(
  { link, beganAt }: Incident,
  repository: Repository,
): { readonly place: number; readonly finishedAt: number | null } | null {
  if (link === "none") return null;
  if (link !== "rule") return { place: link, finishedAt: repository.deployments[link]?.finishedAt ?? null };
  return finishedOf(repository).findLast(({ finishedAt }) => finishedAt < beganAt) ?? null;
}

function hasFailed({ place }: Finished, repository: Repository): boolean {
  return repository.incidents.some((incident) => blamed(incident, repository)?.place === place);
}

/** It brought a pull request that mends an incident which went on while it was made. */
function isRework({ place }: Finished, repository: Repository): boolean {
  return repository.pullRequests.some(
    (pull) =>
      deploymentOf(repository, pull)?.place === place &&
      repository.incidents.some(
        ({ fixes, beganAt, resolvedAt }) =>
          fixes.includes(pull.number) && beganAt < (pull.mergedAt ?? 0) && (resolvedAt ?? Infinity) >= pull.createdAt,
      ),
  );
}

/** Over the weeks before the end, as many as are whole: on how many days each had one. */
const medianDays: (days: ReadonlySet<string>, last: string, weeks: number) => number | null = (days, last, weeks) => {
  const counts: number[] = [];
  for (let week = 0; week < Math.floor(weeks + 1e-9); week += 1) {
    let n = 0;
    for (let day = 0; day < 7; day += 1) if (days.has(addDays(last, -(7 * week + day)))) n += 1;
    counts.push(n);
  }
  return percentile(counts, 0.5);
};

export const deliveryMetrics: Readonly<Record<string, Naive>> = {
  "dora.deployment_frequency": {
    kind: "event",
    select: deployments(() => 1),
    tell: (values, items, weeks, { zone, to }) => ({
      per_day: values.length / weeks / 7,
      per_week: values.length / weeks,
      days_per_week: medianDays(new Set(items.map(({ at = 0 }) => dateOf(at, zone))), dateOf(to - 1, zone), weeks),
    }),
  },
  "dora.change_lead_time": timeOf(
    pulls(
      (life) => life.deployedAt,
      (life) => minus(life.deployedAt, life.firstCommitAt),
    ),
  ),
  "dora.change_fail_rate": {
    kind: "event",
    select: deployments((each, repository) => (hasFailed(each, repository) ? 1 : 0)),
    tell: average,
  },
  "dora.failed_deployment_recovery_time": timeOf(
    incidents(
      ({ resolvedAt }) => resolvedAt,
      (incident, repository) => minus(incident.resolvedAt, blamed(incident, repository)?.finishedAt ?? null),
    ),
  ),
  "dora.deployment_rework_rate": {
    kind: "event",
    select: deployments((each, repository) => (isRework(each, repository) ? 1 : 0)),
    tell: average,
  },
  "dora.incidents": countOf(
    incidents(
      ({ beganAt }) => beganAt,
      () => 1,
    ),
  ),
  "dora.undeployed_changes": {
    kind: "state",
    select: (repository, { to }, rules) =>
      known(repository.pullRequests, rules).flatMap((pull) =>
        finishedOf(repository).length > 0 &&
        pull.mergedAt !== null &&
        isOpenAt(pull.mergedAt, deployedAtOf(repository, pull), to)
          ? [counted("pull", pull, to - pull.mergedAt)]
          : [],
      ),
    tell: (values) => ({ total: values.length, p50_waited: percentile(values, 0.5) }),
  },
};
