import type { PullRequest, Repository } from "./history.ts";

/** Forgets what had not happened by the time the repository was read. */
export function untilAsOf(made: Omit<Repository, "name">): Omit<Repository, "name"> {
  const isKnown = (at: number) => at < made.asOf;
  const known = <T extends { readonly at: number }>(acts: readonly T[]) => acts.filter(({ at }) => isKnown(at));
  return {
    ...made,
    issues: made.issues
      .filter(({ createdAt }) => isKnown(createdAt))
      .map((each) => ({
        ...each,
        turns: each.turns.filter(isKnown),
        updatedAt: Math.min(each.updatedAt, made.asOf),
        comments: known(each.comments),
      })),
    pullRequests: made.pullRequests
      .filter(({ createdAt }) => isKnown(createdAt))
      .map((each) => ({
        ...each,
        turns: each.turns.filter(isKnown),
        mergedAt: each.turns.every(isKnown) && each.mergedAt !== null && isKnown(each.mergedAt) ? each.mergedAt : null,
        updatedAt: Math.min(each.updatedAt, made.asOf),
        comments: known(each.comments),
        draftTurns: each.draftTurns.filter(isKnown),
        reviews: known(each.reviews).map((own) => ({ ...own, inline: own.inline.filter(isKnown) })),
        forcePushes: each.forcePushes.filter(isKnown),
        requests: known(each.requests).map((request) => ({
          ...request,
          removedAt: request.removedAt !== null && isKnown(request.removedAt) ? request.removedAt : null,
        })),
      }))
      .map(withoutMergedDraft),
    commits: made.commits.filter(({ authoredAt }) => isKnown(authoredAt)),
    milestones: made.milestones.map((each) => ({
      ...each,
      closedAt: each.closedAt !== null && isKnown(each.closedAt) ? each.closedAt : null,
    })),
    releases: made.releases.map((each) => ({
      ...each,
      publishedAt: each.publishedAt !== null && isKnown(each.publishedAt) ? each.publishedAt : null,
    })),
    runs: made.runs
      .map((each) => ({ ...each, attempts: each.attempts.filter(({ startedAt }) => isKnown(startedAt)) }))
      .filter(({ attempts }) => attempts.length > 0),
    deployments: made.deployments.map((each) => ({
      ...each,
      finishedAt: each.finishedAt !== null && isKnown(each.finishedAt) ? each.finishedAt : null,
    })),
    incidents: made.incidents
      .filter(({ beganAt }) => isKnown(beganAt))
      .map((each) => ({
        ...each,
        resolvedAt: each.resolvedAt !== null && isKnown(each.resolvedAt) ? each.resolvedAt : null,
        link: typeof each.link === "number" && each.link >= made.deployments.length ? "none" : each.link,
      })),
    looseJobs: made.looseJobs.filter(({ createdAt }) => isKnown(createdAt)),
    syncs: made.syncs.filter(({ at }) => isKnown(at)),
  };
}

/** GitHub merges no draft: one that was merged had left draft for good. */
function withoutMergedDraft(pull: PullRequest): PullRequest {
  const isDraft = pull.isCreatedAsDraft !== (pull.draftTurns.length % 2 === 1);
  if (!isDraft || pull.mergedAt === null) return pull;
  return pull.draftTurns.length === 0
    ? { ...pull, isCreatedAsDraft: false }
    : { ...pull, draftTurns: pull.draftTurns.slice(0, -1) };
}
