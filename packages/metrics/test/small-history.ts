import type { Commit, History, Issue, PullRequest, Repository } from "./history.ts";

/** An instant of 2026 as seconds: `03-01`, or `03-01T12:30`. */
export function on(text: string): number {
  return Date.parse(`2026-${text.includes("T") ? text : `${text}T00:00`}:00Z`) / 1000;
}

let numbers = 0;

/** An open issue by `ada` of 1 March, with whatever is told of it. */
export function issue(told: Partial<Issue>): Issue {
  numbers += 1;
  return {
    number: numbers,
    author: "ada",
    labels: [],
    createdAt: on("03-01"),
    turns: [],
    updatedAt: told.createdAt ?? on("03-01"),
    isDeleted: false,
    comments: [],
    milestone: null,
    ...told,
  };
}

export function pullRequest(told: Partial<PullRequest>): PullRequest {
  return {
    ...issue(told),
    mergedAt: null,
    isCreatedAsDraft: false,
    draftTurns: [],
    reviews: [],
    commits: [],
    forcePushes: [],
    files: [],
    totalLines: null,
    requests: [],
    ...told,
  };
}

/** As many commits to the default branch, all at noon of 2 March. */
export function commits(account: string | null, n: number, told: Partial<Commit> = {}): readonly Commit[] {
  const commit = {
    account,
    email: "somebody@example.org",
    authoredAt: on("03-02T12:00"),
    isOnDefaultBranch: true,
    isMerge: false,
    ...told,
  };
  return Array.from({ length: n }, () => commit);
}

/** A repository that was read on 1 July. */
export function repository(told: Partial<Repository>): Repository {
  return {
    name: "acme/site",
    asOf: on("07-01"),
    issues: [],
    pullRequests: [],
    commits: [],
    milestones: [],
    releases: [],
    runs: [],
    looseJobs: [],
    deployments: [],
    incidents: [],
    syncs: [],
    ...told,
  };
}

/** Its people are whoever does something in it; `robot` is a bot by type. */
export function history(...repositories: readonly Repository[]): History {
  const logins = repositories.flatMap(({ issues, pullRequests, commits: made }) => [
    ...[...issues, ...pullRequests].flatMap(({ author, comments }) => [author, ...comments.map(({ by }) => by)]),
    ...pullRequests.flatMap(({ reviews }) => reviews.map(({ by }) => by)),
    ...made.map(({ account }) => account),
  ]);
  const known = [...new Set(logins)].filter((login) => login !== null);
  return {
    people: known.map((login) => ({ login, type: login === "robot" ? "Bot" : null })),
    botLogins: [],
    slaSeconds: 48 * 3600,
    ignoresLocks: false,
    teams: [],
    repositories,
  };
}
