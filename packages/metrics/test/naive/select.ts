import type { Issue, PullRequest, Repository } from "../history.ts";
import { deployedAtOf } from "./deployed.ts";
import { actsOn, closedAtOf, firstResponseAt, isBot, lifeOf, type PullRequestLife, type Rules } from "./life.ts";

/** Something that came into a stretch of time: with the person it belongs to, and a number, null when it has none. */
export type Counted = {
  readonly id: string;
  readonly who: string | null;
  readonly labels: readonly string[];
  /** Of runs and jobs. */
  readonly workflow?: string | null;
  readonly at?: number;
  readonly raw: number | null;
};

/** A stretch of time, half-open, already cut at what is known of the repository. */
export type Stretch = { readonly from: number; readonly to: number };

export type Select = (repository: Repository, stretch: Stretch, rules: Rules) => readonly Counted[];

export function isIn(at: number | null, { from, to }: Stretch): boolean {
  return at !== null && at >= from && at < to;
}

/** Opened before it, and not closed or closed at it or later. */
export function isOpenAt(createdAt: number, closedAt: number | null, at: number): boolean {
  return createdAt < at && (closedAt === null || closedAt >= at);
}

export function known<T extends Issue | PullRequest>(items: readonly T[], rules: Rules): readonly T[] {
  return items.filter((item) => !item.isDeleted && !isBot(item.author, rules));
}

export function counted(kind: string, item: Issue | PullRequest, raw: number | null): Counted {
  return { id: `${kind} ${item.number}`, who: item.author, labels: item.labels, raw };
}

type Lived = PullRequestLife & { readonly updatedAt: number; readonly deployedAt: number | null };

/** Pull requests by an instant of their life. */
export function pulls(at: (life: Lived) => number | null, raw: (life: Lived) => number | null): Select {
  return (repository, stretch, rules) =>
    known(repository.pullRequests, rules).flatMap((pull) => {
      const life = {
        ...lifeOf(pull, rules),
        updatedAt: pull.updatedAt,
        deployedAt: deployedAtOf(repository, pull),
      };
      return isIn(at(life), stretch) ? [counted("pull", pull, raw(life))] : [];
    });
}

type OpenRaw = (createdAt: number, at: number) => number;

export function openPulls(raw: OpenRaw): Select {
  return (repository, { to }, rules) =>
    known(repository.pullRequests, rules)
      .filter((pull) => isOpenAt(pull.createdAt, closedAtOf(pull), to))
      .map((pull) => counted("pull", pull, raw(pull.createdAt, to)));
}

export function openIssues(raw: OpenRaw): Select {
  return (repository, { to }, rules) =>
    known(repository.issues, rules)
      .filter((issue) => isOpenAt(issue.createdAt, closedAtOf(issue), to))
      .map((issue) => counted("issue", issue, raw(issue.createdAt, to)));
}

export function staleItems(kind: "issues" | "pullRequests", seconds: number): Select {
  return (repository, _, rules) =>
    known<Issue | PullRequest>(repository[kind], rules)
      .filter((item) => isOpenAt(item.createdAt, closedAtOf(item), repository.asOf))
      .filter((item) => repository.asOf - item.updatedAt >= seconds)
      .map((item) => counted(kind, item, 1));
}

type IssueLife = {
  readonly createdAt: number;
  readonly closedAt: number | null;
  readonly firstResponseAt: number | null;
};

/** Issues by an instant of their life. */
export function issues(
  at: (life: IssueLife) => number | null,
  raw: (life: IssueLife, about: { readonly asOf: number; readonly slaSeconds: number }) => number | null,
): Select {
  return (repository, stretch, rules) =>
    known(repository.issues, rules).flatMap((issue) => {
      const life = {
        createdAt: issue.createdAt,
        closedAt: closedAtOf(issue),
        firstResponseAt: firstResponseAt(issue, rules),
      };
      const about = { asOf: repository.asOf, slaSeconds: rules.history.slaSeconds };
      return isIn(at(life), stretch) ? [counted("issue", issue, raw(life, about))] : [];
    });
}

/** What became of each issue in a stretch. */
type Fate = { readonly wasOpened: boolean; readonly wasClosed: boolean; readonly isOpen: boolean };
export type Fated = Counted & Fate;

export function fates(repository: Repository, stretch: Stretch, rules: Rules): readonly Fated[] {
  return known(repository.issues, rules).flatMap((issue) => {
    const closedAt = closedAtOf(issue);
    const fate = {
      wasOpened: isIn(issue.createdAt, stretch),
      wasClosed: isIn(closedAt, stretch),
      isOpen: isOpenAt(issue.createdAt, closedAt, stretch.to),
    };
    return Object.values(fate).some(Boolean) ? [{ ...counted("issue", issue, 1), ...fate }] : [];
  });
}

export type Deed = { readonly who: string; readonly at: number };

/** What people are credited with: openings, reviews, comments, and commits, whose authors may have no account. */
export function deedsIn(repository: Repository, rules: Rules): readonly Deed[] {
  const present = <T extends Issue | PullRequest>(items: readonly T[]) => items.filter(({ isDeleted }) => !isDeleted);
  const deeds = [
    ...present(repository.issues).flatMap(({ author, createdAt, comments }) => [
      { by: author, at: createdAt },
      ...comments,
    ]),
    ...present(repository.pullRequests).flatMap((pull) => [{ by: pull.author, at: pull.createdAt }, ...actsOn(pull)]),
  ];
  return [
    ...deeds.flatMap(({ by, at }) => (by === null || isBot(by, rules) ? [] : [{ who: by, at }])),
    ...commitsIn(repository, rules),
  ];
}

export function commitsIn(repository: Repository, rules: Rules): readonly Deed[] {
  return repository.commits.flatMap(({ account, email, authoredAt, isOnDefaultBranch }) => {
    const isByBot = account === null ? !rules.includeBots && /\[bot\]@/.test(email) : isBot(account, rules);
    return isOnDefaultBranch && !isByBot ? [{ who: account ?? email.toLowerCase(), at: authoredAt }] : [];
  });
}

export function deeds(all: (repository: Repository, rules: Rules) => readonly Deed[]): Select {
  return (repository, stretch, rules) =>
    all(repository, rules)
      .filter(({ at }) => isIn(at, stretch))
      .map(({ who, at }, index) => ({ id: `${index}`, who, labels: [], raw: 1, at }));
}

export const releases: Select = (repository, stretch) =>
  repository.releases
    .filter(({ publishedAt, isDraft }) => !isDraft && isIn(publishedAt, stretch))
    .map(({ isPrerelease }, index) => ({ id: `${index}`, who: null, labels: [], raw: isPrerelease ? 1 : 0 }));

/** The last sync before the end. */
export const lastSync: Select = (repository, { to }) => {
  const last = repository.syncs.filter(({ at }) => at < to).at(-1);
  return last === undefined ? [] : [{ id: "sync", who: null, labels: [], raw: last.stars }];
};

/** Items of the milestones that are open. */
export const milestoneItems: Select = (repository, _, rules) =>
  [...known(repository.issues, rules), ...known(repository.pullRequests, rules)].flatMap((item) => {
    const milestone = repository.milestones.find(({ number }) => number === item.milestone);
    if (milestone === undefined || milestone.closedAt !== null) return [];
    return [{ id: `${item.number}`, who: item.author, labels: item.labels, raw: closedAtOf(item) === null ? 0 : 1 }];
  });
