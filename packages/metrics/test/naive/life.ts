/** METRICS.md once more, item by item, in plain words of TypeScript: what the life of an issue or a pull request was. */
import { ignoredPath, type Act, type History, type Issue, type PullRequest, type Review } from "../history.ts";

export type Rules = {
  readonly history: History;
  readonly extraBots: readonly string[];
  readonly includeBots: boolean;
};

export function isBot(login: string | null, { history, extraBots, includeBots }: Rules): boolean {
  if (login === null || includeBots) return false;
  const person = history.people.find((each) => each.login === login);
  const listed = [...history.botLogins, ...extraBots].map((each) => each.toLowerCase());
  return person?.type === "Bot" || login.endsWith("[bot]") || listed.includes(login.toLowerCase());
}

/** Somebody else and no bot; a ghost is somebody else unless the author is a ghost too. */
function isOther(by: string | null, author: string | null, rules: Rules): boolean {
  return by !== author && !isBot(by, rules);
}

function earliest(instants: readonly number[]): number | null {
  return instants.length === 0 ? null : Math.min(...instants);
}

export function closedAtOf(item: Pick<Issue, "turns">): number | null {
  let closedAt: number | null = null;
  for (const at of item.turns) closedAt = closedAt === null ? at : null;
  return closedAt;
}

export function firstResponseAt(issue: Issue, rules: Rules): number | null {
  return earliest(issue.comments.filter(({ by }) => isOther(by, issue.author, rules)).map(({ at }) => at));
}

type Kind = "review" | "inline" | "comment";

/** Everything done on a pull request that others can see. */
export function actsOn(
  pull: PullRequest,
): readonly (Act & { readonly kind: Kind; readonly state: Review["state"] | null })[] {
  const submitted = pull.reviews.filter(({ state }) => state !== "pending");
  return [
    ...submitted.map(({ by, at, state }) => ({ by, at, state, kind: "review" as const })),
    ...submitted.flatMap(({ by, at, inline }) =>
      inline.map((written) => ({ by, at: Math.max(at, written), state: null, kind: "inline" as const })),
    ),
    ...pull.comments.map(({ by, at }) => ({ by, at, state: null, kind: "comment" as const })),
  ];
}

export type PullRequestLife = {
  readonly createdAt: number;
  readonly mergedAt: number | null;
  readonly closedAt: number | null;
  readonly readyAt: number | null;
  readonly firstCommitAt: number | null;
  readonly firstReviewAt: number | null;
  readonly firstApprovalAt: number | null;
  readonly depth: number;
  readonly rounds: number;
  readonly lines: number | null;
};

export function lifeOf(pull: PullRequest, rules: Rules): PullRequestLife {
  const byOthers = actsOn(pull).filter(({ by }) => isOther(by, pull.author, rules));
  const beforeMerge = byOthers.filter(({ at }) => pull.mergedAt === null || at <= pull.mergedAt);
  const firstReviewAt = earliest(beforeMerge.map(({ at }) => at));
  return {
    createdAt: pull.createdAt,
    mergedAt: pull.mergedAt,
    closedAt: closedAtOf(pull),
    readyAt: readyAtOf(pull, firstReviewAt),
    firstCommitAt: earliest(pull.commits.map(({ authoredAt }) => authoredAt)),
    firstReviewAt,
    firstApprovalAt: earliest(beforeMerge.filter(({ state }) => state === "approved").map(({ at }) => at)),
    depth: byOthers.filter(({ kind }) => kind !== "review").length,
    rounds: roundsOf(pull, rules),
    lines: linesOf(pull, rules.history),
  };
}

/** Walks through the life of a draft. A leaving in the second of the review came before it. */
function readyAtOf(pull: PullRequest, firstReviewAt: number | null): number | null {
  const reviewAt = firstReviewAt ?? Infinity;
  let isDraft = pull.isCreatedAsDraft;
  let isDraftAtReview = isDraft;
  let lastLeftBefore: number | null = null;
  let firstLeft: number | null = null;
  for (const at of pull.draftTurns) {
    isDraft = !isDraft;
    if (!isDraft) firstLeft ??= at;
    if (at > reviewAt) continue;
    isDraftAtReview = isDraft;
    if (!isDraft) lastLeftBefore = at;
  }
  if (lastLeftBefore !== null) return lastLeftBefore;
  return isDraftAtReview ? firstLeft : pull.createdAt;
}

function roundsOf(pull: PullRequest, rules: Rules): number {
  const reviews = pull.reviews
    .filter(
      ({ by, at, state }) =>
        state !== "pending" && isOther(by, pull.author, rules) && at <= (pull.mergedAt ?? Infinity),
    )
    .toSorted((a, b) => a.at - b.at);
  const pushes = [...pull.commits.map(({ committedAt }) => committedAt), ...pull.forcePushes];
  return reviews.filter(({ state, at }, index) => {
    const nextAt = reviews[index + 1]?.at ?? Infinity;
    return state === "changes_requested" && pushes.some((push) => push > at && push < nextAt);
  }).length;
}

function linesOf({ files, totalLines }: PullRequest, { ignoresLocks }: History): number | null {
  if (files.length === 0) return ignoresLocks ? null : totalLines;
  const suffix = ignoredPath.slice(1);
  const counted = files.filter(({ path }) => !ignoresLocks || !path.endsWith(suffix));
  return counted.reduce((sum, { lines }) => sum + lines, 0);
}
