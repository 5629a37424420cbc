import fc from "fast-check";

import type {
  Act,
  Commit,
  Deployment,
  History,
  Incident,
  Issue,
  Milestone,
  Person,
  PullRequest,
  Release,
  Repository,
  Review,
  Team,
} from "./history.ts";
import { anyLooseJob, anyRun } from "./generate-runs.ts";
import { untilAsOf } from "./until-as-of.ts";

/** Around the nights in which the clocks of Europe, New York, Havana and the Azores go back, and those of Melbourne stand. */
export const firstAt = Date.UTC(2023, 9, 26) / 1000;
export const days = 18;
const hour = 3600;
const day = 24 * hour;

const people: readonly Person[] = [
  { login: "ada", type: "User" },
  { login: "Bob", type: null },
  { login: "cyd", type: "User" },
  { login: "dot", type: null },
  // A bot by its type, by its name, and on the workspace's list in another spelling.
  { login: "robot", type: "Bot" },
  { login: "helper[bot]", type: null },
  { login: "Listed-One", type: "User" },
];
const botLogins = ["listed-one"];

const login = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("ada", "Bob", "cyd", "dot") },
  { weight: 2, arbitrary: fc.constantFrom("robot", "helper[bot]", "Listed-One") },
  { weight: 2, arbitrary: fc.constant(null) },
);

// Whole quarters of a day fall together often; single seconds are where `<` and `<=` part.
const instant = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: days * 4 - 1 }).map((quarter) => firstAt + quarter * 6 * hour) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: days * 24 - 1 }).map((index) => firstAt + index * hour) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: days * 24 - 1 }).map((index) => firstAt + index * hour - 1) },
);

const old = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(7, 14, 30, 60, 90, 365, 700).map((n) => n * day) },
);
const some = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 4) => fc.array(arbitrary, { maxLength });

// A question costs the same of many items as of few.
const many = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 24, size: "max" });

// Later than something by nothing at all, by a second, or by hours.
const later = fc.constantFrom(0, 0, 1, hour, 5 * hour, day, 47 * hour, 48 * hour, 49 * hour, 7 * day);

const act: fc.Arbitrary<Act> = fc.record({ by: login, at: instant });

const review: fc.Arbitrary<Review> = fc
  .record({
    by: login,
    at: instant,
    state: fc.constantFrom("approved", "changes_requested", "changes_requested", "commented", "dismissed", "pending"),
    delays: some(fc.constantFrom(-hour, 0, 1, 6 * hour), 2),
  })
  .map(({ delays, ...rest }) => ({ ...rest, inline: delays.map((delay) => rest.at + delay) }));

const label = fc.constantFrom("bug", "Bug: UI", "type: bug", "docs", "451", "über", "a_b", "a%b");

const item = fc
  .record({
    author: login,
    labels: fc.uniqueArray(label, { maxLength: 3 }),
    created: instant,
    age: old,
    turnGaps: some(later, 3),
    untouched: old,
    isDeleted: fc.nat(9).map((n) => n === 0),
    comments: some(act),
    answers: some(fc.record({ by: login, delay: later }), 2),
    milestone: fc.constantFrom(null, null, 1, 2),
  })
  .map(({ created, age, turnGaps, untouched, comments, answers, ...rest }) => {
    const createdAt = created - age;
    return {
      ...rest,
      createdAt,
      turns: running(createdAt, turnGaps),
      updatedAt: created - untouched,
      comments: [...comments, ...answers.map(({ by, delay }) => ({ by, at: createdAt + delay }))],
    };
  });

const pullRequest = fc
  .record({
    item,
    isMerged: fc.nat(3).map((n) => n > 0),
    mergeLag: fc.constantFrom(0, 0, 0, 1, -3),
    isCreatedAsDraft: fc.boolean(),
    draftGaps: some(later, 4),
    reviews: some(review, 5),
    commits: some(fc.record({ authoredAt: instant, delay: later }), 3),
    forcePushes: some(instant, 2),
    files: some(
      fc.record({
        path: fc.constantFrom("a.ts", "b.lock", "c.md", "d.lock"),
        lines: fc.constantFrom(0, 19, 20, 99, 100, 300, 700),
      }),
      2,
    ),
    totalLines: fc.option(fc.nat(600)),
    requests: fc.uniqueArray(
      fc.record({
        who: fc.constantFrom("ada", "Bob", "cyd", "robot"),
        at: instant,
        lasts: fc.option(later, { nil: null }),
      }),
      { maxLength: 3, selector: ({ who, at }) => `${who} ${at}` },
    ),
  })
  .map(({ item: base, isMerged, mergeLag, draftGaps, commits, files, requests, ...rest }) => {
    const closedAt = base.turns.length % 2 === 1 ? base.turns.at(-1) : undefined;
    return {
      ...base,
      ...rest,
      requests: requests.map(({ who, at, lasts }) => ({ who, at, removedAt: lasts === null ? null : at + lasts })),
      mergedAt: isMerged && closedAt !== undefined ? closedAt - mergeLag : null,
      draftTurns: running(base.createdAt, draftGaps),
      commits: commits.map(({ authoredAt, delay }) => ({ authoredAt, committedAt: authoredAt + delay })),
      files: [...new Map(files.map((file) => [file.path, file])).values()],
    };
  });

const commit: fc.Arbitrary<Commit> = fc.record({
  account: fc.oneof(fc.constantFrom("ada", "Bob", "robot"), fc.constant(null)),
  email: fc.constantFrom("eve@example.org", "EVE@example.org", "fay@example.org", "1+ci[bot]@example.org"),
  authoredAt: instant,
  isOnDefaultBranch: fc.nat(4).map((n) => n > 0),
  isMerge: fc.nat(3).map((n) => n === 0),
});

const deployment: fc.Arbitrary<Deployment> = fc.record({
  finishedAt: fc.oneof({ weight: 8, arbitrary: instant }, { weight: 1, arbitrary: fc.constant(null) }),
  isProduction: fc.nat(5).map((n) => n > 0),
  merges: fc.nat(24),
});

const incident: fc.Arbitrary<Incident> = fc
  .record({
    beganAt: instant,
    lasts: fc.option(later, { nil: null }),
    link: fc.oneof(
      { weight: 4, arbitrary: fc.constant<Incident["link"]>("rule") },
      { weight: 1, arbitrary: fc.constant<Incident["link"]>("none") },
      { weight: 1, arbitrary: fc.nat(3) },
    ),
    fixes: fc.uniqueArray(
      fc.integer({ min: 1, max: 12 }).map((n) => 2 * n),
      { maxLength: 2 },
    ),
  })
  .map(({ lasts, ...rest }) => ({ ...rest, resolvedAt: lasts === null ? null : rest.beganAt + lasts }));

// Begun no later than anything is known, so that every window has met its members.
const member = fc
  .record({
    login: fc.constantFrom("ada", "Bob", "cyd", "dot", "robot"),
    from: fc.integer({ min: -2, max: 3 }).map((n) => firstAt + n * day),
    lasts: fc.option(
      fc.integer({ min: 1, max: 12 }).map((n) => n * day),
      { nil: null },
    ),
  })
  .map(({ login: who, from, lasts }) => ({ login: who, from, to: lasts === null ? null : from + lasts }));

const teams: fc.Arbitrary<readonly Team[]> = fc.oneof(
  fc.constant([]),
  fc
    .array(fc.uniqueArray(member, { maxLength: 4, selector: ({ login: who }) => who }), { minLength: 1, maxLength: 2 })
    .map((made) => made.map((members, index) => ({ slug: `acme/team-${index + 1}`, members }))),
);

const release: fc.Arbitrary<Release> = fc.record({
  publishedAt: fc.option(instant),
  isDraft: fc.nat(4).map((n) => n === 0),
  isPrerelease: fc.boolean(),
});

const milestones = fc.tuple(fc.option(instant), fc.option(instant)).map(([first, second]): readonly Milestone[] => [
  { number: 1, closedAt: first },
  { number: 2, closedAt: second },
]);

const repository = fc
  .record({
    asOf: instant.map((at) => Math.max(at, firstAt + 4 * day)),
    issues: many(item),
    pullRequests: many(pullRequest),
    commits: some(commit, 8),
    milestones,
    releases: some(release, 3),
    runs: many(anyRun(instant)),
    looseJobs: some(anyLooseJob(instant), 3),
    deployments: some(deployment, 6),
    incidents: some(incident, 4),
    syncs: fc.array(fc.record({ day: fc.nat(days - 1), hour: fc.nat(23), stars: fc.option(fc.nat(50)) }), {
      maxLength: 5,
    }),
  })
  .map(({ syncs, ...rest }): Omit<Repository, "name"> => {
    const byDay = new Map(syncs.map((sync) => [sync.day, sync]));
    return {
      ...rest,
      issues: rest.issues.map((each, index): Issue => ({ ...each, number: 2 * index + 1 })),
      runs: rest.runs.map((each, index) => ({ ...each, id: index + 1 })),
      pullRequests: rest.pullRequests.map((each, index): PullRequest => ({ ...each, number: 2 * index + 2 })),
      syncs: [...byDay.values()]
        .toSorted((a, b) => a.day - b.day)
        .map(({ day: index, hour: at, stars }) => ({ at: firstAt + index * day + at * hour, stars })),
    };
  })
  .map(untilAsOf);

/** Histories of one or two repositories, small enough to look at. Nothing in them lies beyond the `as_of` of its repository. */
export const anyHistory: fc.Arbitrary<History> = fc
  .record({
    slaSeconds: fc.constantFrom(5 * hour, 48 * hour),
    ignoresLocks: fc.boolean(),
    teams,
    repositories: fc.array(repository, { minLength: 1, maxLength: 2 }),
  })
  .map(({ repositories, ...rest }) => ({
    ...rest,
    people,
    botLogins,
    repositories: repositories.map((each, index) => ({ ...each, name: `acme/site-${index + 1}` })),
  }));

function running(start: number, gaps: readonly number[]): readonly number[] {
  let at = start;
  return gaps.map((gap) => (at += gap));
}
