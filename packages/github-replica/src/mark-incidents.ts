// Some deployments go wrong: what was reported soon after them was their doing, and somebody mended it the same day.
import type { DeliveryHistory } from "./generate-delivery.ts";
import type { GeneratedIssue, History } from "./history.ts";
import { createRandom, type Random } from "./random.ts";

const hourMs = 3_600_000;
const soonMs = 7 * hourMs;
const blamedShare = 0.5;
const label = { name: "incident", description: "Production is hurt", color: "e11d21" };
const titles = [
  "Orders cannot be placed",
  "Sign-in answers with an error",
  "Prices are shown without tax",
  "Pages take ten seconds",
  "Mails are sent twice",
] as const;

/** Pure: of the issues opened within hours of a production deployment, half become incidents that ended soon. */
export function markIncidents(
  history: History,
  input: { readonly delivery: DeliveryHistory; readonly seed: number },
): History {
  const random = createRandom(input.seed);
  const finished = input.delivery.deployments
    .filter(({ environment, hasFailed }) => environment === "production" && !hasFailed)
    .map(({ finishedAt }) => finishedAt.getTime());
  const isSoonAfter = (at: Date) => finished.some((end) => at.getTime() > end && at.getTime() < end + soonMs);
  return {
    ...history,
    labels: [...history.labels, label],
    issues: history.issues.map((issue) =>
      isSoonAfter(issue.createdAt) && random.chance(blamedShare)
        ? toIncident(random, { issue, asOf: history.asOf })
        : issue,
    ),
  };
}

function toIncident(
  random: Random,
  { issue, asOf }: { readonly issue: GeneratedIssue; readonly asOf: Date },
): GeneratedIssue {
  const lastedMs = random.longTail({ median: 2.5 * hourMs, p90: 20 * hourMs });
  const endedAt = new Date(Math.ceil((issue.createdAt.getTime() + lastedMs) / 1000) * 1000);
  const closedAt = endedAt < asOf ? endedAt : null;
  const until = closedAt ?? asOf;
  const comments = issue.comments.filter(({ createdAt }) => createdAt <= until);
  return {
    ...issue,
    title: random.pick(titles),
    labels: [...new Set([...issue.labels, label.name])].toSorted(),
    comments,
    closedAt,
    updatedAt: closedAt ?? comments.at(-1)?.createdAt ?? issue.createdAt,
  };
}
