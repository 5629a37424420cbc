import type { PullRequest, Repository, Team } from "../history.ts";
import { closedAtOf, isBot, lifeOf, type Rules } from "./life.ts";
import { countOf, howMany, minus, people, timeOf, type Naive } from "./naive-metric.ts";
import { ratio } from "./numbers.ts";
import { counted, isIn, isOpenAt, known, type Counted, type Select, type Stretch } from "./select.ts";

type Given = { readonly by: string | null; readonly at: number; readonly pull: PullRequest };

/** Reviews of others' pull requests, in the order in which they are told; none of a bot, nor on a bot's. */
function reviewsOf(repository: Repository, rules: Rules): readonly Given[] {
  return known(repository.pullRequests, rules).flatMap((pull) =>
    pull.reviews
      .filter(({ by, state }) => state !== "pending" && by !== pull.author && !isBot(by, rules))
      .map(({ by, at }) => ({ by, at, pull })),
  );
}

function reviews(raw: (review: Given, rules: Rules) => number | null): Select {
  return (repository, stretch, rules) =>
    reviewsOf(repository, rules)
      .filter(({ at }) => isIn(at, stretch))
      .map((review) => ({ ...counted("review", review.pull, raw(review, rules)), who: review.by }));
}

/** From being ready, or asked for by name, if that person had not answered since. */
function waited({ by, at, pull }: Given, rules: Rules): number | null {
  const asked = pull.requests
    .filter((request) => request.who === by && request.at <= at && (request.removedAt ?? Infinity) > at)
    .map((request) => request.at);
  const askedAt = asked.length === 0 ? null : Math.max(...asked);
  const own = pull.reviews.filter((review) => review.by === by && review.state !== "pending");
  const told = own.findIndex((review) => review.at === at);
  const before = own.filter((review, index) => review.at < at || (review.at === at && index < told));
  if (by !== null && before.some((review) => review.at >= (askedAt ?? -Infinity))) return null;
  const { readyAt } = lifeOf(pull, rules);
  const from = [readyAt, askedAt].filter((instant) => instant !== null);
  return minus(at, from.length === 0 ? null : Math.max(...from));
}

/** Members from when they were first seen; those that a team had at first always were. */
function isMember(teams: readonly Team[], login: string | null, { from, to }: Stretch): boolean {
  return teams.some(({ members }) => {
    const first = Math.min(...members.map((member) => member.from));
    return members.some(
      (member) =>
        member.login === login &&
        (member.from === first || member.from < to) &&
        (member.to === null || member.to > from),
    );
  });
}

const at = (instant: number): Stretch => ({ from: instant, to: instant + 0.5 });

const participants: Select = (repository, stretch, rules) => {
  const { teams } = rules.history;
  const isAnyone = teams.every(({ members }) => members.length === 0);
  const isIn1 = (login: string | null, instant: number) => isAnyone || isMember(teams, login, at(instant));
  const found: Counted[] = [];
  const add = (who: string | null, raw: number) => {
    if (who !== null && !isBot(who, rules)) found.push({ id: who, who, labels: [], raw });
  };
  for (const pull of known(repository.pullRequests, rules)) {
    const { mergedAt } = pull;
    if (mergedAt === null || !isIn(mergedAt, stretch) || !isIn1(pull.author, pull.createdAt)) continue;
    add(pull.author, 0);
    for (const review of pull.reviews) {
      if (review.state === "pending" || review.by === pull.author || !isIn1(review.by, review.at)) continue;
      add(review.by, 1);
    }
  }
  if (repository.name === "acme/site-1") {
    for (const { login } of teams.flatMap(({ members }) => members)) if (isMember(teams, login, stretch)) add(login, 0);
  }
  return found;
};

const reviewers = (items: readonly Counted[]) => people(items.filter(({ raw }) => raw === 1)).size;

export const teamMetrics: Readonly<Record<string, Naive>> = {
  "team.commits": countOf((repository, stretch, rules) =>
    repository.commits
      .filter(
        ({ isOnDefaultBranch, isMerge, authoredAt }) => isOnDefaultBranch && !isMerge && isIn(authoredAt, stretch),
      )
      .filter(({ account, email }) =>
        account === null ? rules.includeBots || !/\[bot\]@/.test(email) : !isBot(account, rules),
      )
      .map(({ account }, index) => ({ id: `${index}`, who: account, labels: [], raw: 1 })),
  ),
  "team.reviews": countOf(reviews(() => 1)),
  "team.review_matrix": countOf(reviews(() => 1)),
  "team.review_latency": timeOf(reviews(waited)),
  "team.wip": {
    kind: "now",
    select: (repository, _, rules) =>
      known(repository.pullRequests, rules)
        .filter((pull) => isOpenAt(pull.createdAt, closedAtOf(pull), repository.asOf))
        .filter(({ isCreatedAsDraft, draftTurns }) => isCreatedAsDraft === (draftTurns.length % 2 === 1))
        .map((pull) => counted("pull", pull, 1)),
    tell: howMany,
  },
  "team.review_participation": {
    kind: "event",
    select: participants,
    n: (items) => people(items).size,
    tell: (_, items) => ({
      people: people(items).size,
      reviewers: reviewers(items),
      ratio: ratio(reviewers(items), people(items).size),
    }),
  },
};
