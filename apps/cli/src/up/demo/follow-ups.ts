import type { Random, Replica } from "@pulse/github-replica";

/** One thing done; false when it was no longer possible, so that something else is done in its place. */
export type Act = (random: Random) => boolean;

/** Where a story is told: one repository, those who work on it, and a way to let something follow some steps later. */
export type Stage = {
  readonly repository: string;
  readonly people: readonly string[];
  readonly random: Random;
  readonly later: (steps: number, act: Act) => void;
};

export const remarks = [
  "Looks good to me.",
  "Could we cover this with a test?",
  "I can reproduce it on the current release.",
  "Thanks, done.",
  "Does it still work when the list is empty?",
  "Shall we do this in two steps?",
] as const;

const failureShare = 0.15;
const approvalShare = 0.75;

/** What leads to what: a review to a merge or more commits, those to checks, a merge to deployments. */
export function createFollowUps({ play, getRepository }: Pick<Replica, "play" | "getRepository">) {
  const isReady = (repository: string, number: number): boolean => {
    const item = getRepository(repository).items.get(number);
    return item?.kind === "pull" && item.closedAt === null && !item.isDraft;
  };
  const authorOf = (repository: string, number: number): string =>
    getRepository(repository).items.get(number)?.author?.login ?? "";

  const check = (stage: Stage, by: string, event: "pull_request" | "push"): boolean => {
    const { repository } = stage;
    const run = play.startRun({ repository, by, event, workflow: "CI", jobs: ["lint", "test"] });
    stage.later(2, () => {
      play.advanceRun({ repository, id: run.id });
      return true;
    });
    stage.later(5, (random) => {
      const hasFailed = random.chance(failureShare);
      play.completeRun({ repository, id: run.id, conclusion: hasFailed ? "failure" : "success" });
      return true;
    });
    return true;
  };
  const ship = (stage: Stage, by: string): void => {
    const { repository } = stage;
    for (const [after, environment] of [
      [7, "staging"],
      [13, "production"],
    ] as const) {
      stage.later(after, () => {
        const { id } = play.deploy({ repository, by, environment });
        play.setDeploymentState({ repository, by, id, state: "in_progress" });
        stage.later(3, (random) => {
          play.setDeploymentState({ repository, by, id, state: random.chance(0.06) ? "failure" : "success" });
          return true;
        });
        return true;
      });
    }
  };
  const merge = (stage: Stage, number: number): Act => {
    const { repository } = stage;
    return (random) => {
      if (!isReady(repository, number)) return false;
      const by = other(stage, random, "");
      play.merge({ repository, number, by });
      stage.later(1, () => check(stage, by, "push"));
      if (random.chance(0.5)) ship(stage, by);
      return true;
    };
  };
  const review = (stage: Stage, number: number): Act => {
    const { repository } = stage;
    return (random) => {
      if (!isReady(repository, number)) return false;
      const isApproved = random.chance(approvalShare);
      const by = other(stage, random, authorOf(repository, number));
      const comments = isApproved ? [] : [{ body: random.pick(remarks) }];
      play.review({ repository, number, by, state: isApproved ? "APPROVED" : "CHANGES_REQUESTED", comments });
      stage.later(random.integer(3, 9), isApproved ? merge(stage, number) : rework(stage, number));
      return true;
    };
  };
  const rework = (stage: Stage, number: number): Act => {
    const { repository } = stage;
    return (random) => {
      if (!isReady(repository, number)) return false;
      const by = authorOf(repository, number);
      play.pushCommits({ repository, number, by });
      stage.later(1, () => check(stage, by, "pull_request"));
      stage.later(random.integer(3, 8), review(stage, number));
      return true;
    };
  };
  return { check, review };
}

/** Somebody of the team, but not this one. */
export function other(stage: Stage, random: Random, than: string): string {
  return random.pickSkewed(stage.people.filter((login) => login !== than));
}
