import type { Replica } from "@pulse/github-replica";

import { createFollowUps, other, remarks, type Stage } from "./follow-ups.ts";

type Story = (stage: Stage) => boolean;
type Kind = "issue" | "pull";

// A team has a backlog: what is open is not worked off below this.
const kept = { issue: 12, pull: 6 } as const;

/** What can begin at any step; a story that happens more often is in the list more often. */
export function listStories(replica: Replica): readonly Story[] {
  const { play, getRepository } = replica;
  const { check, review } = createFollowUps(replica);
  const itemsOf = (repository: string, kind: Kind) =>
    [...getRepository(repository).items.values()].filter((item) => item.kind === kind);
  const findOpen = (stage: Stage, kind: Kind): number | null => {
    const found = itemsOf(stage.repository, kind).filter((item) => item.closedAt === null);
    return found.length === 0 ? null : stage.random.pick(found).number;
  };
  const findSpare = (stage: Stage, kind: Kind): number | null => {
    const open = itemsOf(stage.repository, kind).filter((item) => item.closedAt === null);
    return open.length <= kept[kind] ? null : stage.random.pick(open).number;
  };
  /** Of what was written here before: the words of this team. */
  const borrowTitle = (stage: Stage, kind: Kind): string => stage.random.pick(itemsOf(stage.repository, kind)).title;

  const openPull: Story = (stage) => {
    const { repository, random } = stage;
    const by = random.pickSkewed(stage.people);
    const commits = random.integer(1, 4);
    const { number } = play.openPull({ repository, by, title: borrowTitle(stage, "pull"), commits });
    stage.later(1, () => check(stage, by, "pull_request"));
    stage.later(2, (chance) => {
      if (getRepository(repository).items.get(number)?.closedAt !== null) return false;
      play.requestReview({ repository, number, by, of: other(stage, chance, by) });
      return true;
    });
    // Half of them wait, as they do, until somebody comes across them.
    if (random.chance(0.5)) stage.later(random.integer(6, 20), review(stage, number));
    return true;
  };
  const reviewOne: Story = (stage) => {
    const number = findSpare(stage, "pull");
    return number !== null && review(stage, number)(stage.random);
  };
  const comment: Story = (stage) => {
    const { repository, random } = stage;
    const number = findOpen(stage, random.chance(0.7) ? "issue" : "pull");
    if (number === null) return false;
    play.comment({ repository, number, by: random.pickSkewed(stage.people), body: random.pick(remarks) });
    return true;
  };
  const openIssue: Story = (stage) => {
    const { repository, random } = stage;
    const by = random.pickSkewed(stage.people);
    const labels = [random.pick(["bug", "enhancement", "customer"])];
    play.openIssue({ repository, by, title: borrowTitle(stage, "issue"), labels });
    return true;
  };
  const closeIssue: Story = (stage) => {
    const { repository, random } = stage;
    const number = findSpare(stage, "issue");
    if (number === null) return false;
    play.close({ repository, number, by: random.pickSkewed(stage.people) });
    return true;
  };
  const star: Story = ({ repository, people, random }) => {
    play.star({ repository, by: `${random.pick(people)}-friend-${random.integer(1, 999)}` });
    return true;
  };

  return [
    openPull,
    openPull,
    reviewOne,
    reviewOne,
    comment,
    comment,
    comment,
    openIssue,
    openIssue,
    closeIssue,
    closeIssue,
    star,
  ];
}
