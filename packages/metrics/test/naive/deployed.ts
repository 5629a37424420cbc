import { mergesOf, type Deployment, type PullRequest, type Repository } from "../history.ts";

export type Finished = Deployment & { readonly finishedAt: number; readonly place: number };

/** Deployments of production that succeeded, the earliest first; of two in one second, the one that is told first. */
export function finishedOf({ deployments }: Repository): readonly Finished[] {
  return deployments
    .flatMap((each, place) =>
      each.isProduction && each.finishedAt !== null ? [{ ...each, finishedAt: each.finishedAt, place }] : [],
    )
    .toSorted((a, b) => a.finishedAt - b.finishedAt || a.place - b.place);
}

/** The first deployment whose commit has the change. */
export function deploymentOf(repository: Repository, pull: PullRequest): Finished | null {
  const place = mergesOf(repository).findIndex(({ number }) => number === pull.number);
  if (place === -1 || pull.isDeleted) return null;
  return finishedOf(repository).find(({ merges }) => merges > place) ?? null;
}

export function deployedAtOf(repository: Repository, pull: PullRequest): number | null {
  return deploymentOf(repository, pull)?.finishedAt ?? null;
}
