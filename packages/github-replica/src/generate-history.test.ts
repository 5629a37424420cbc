import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { generateHistory, toArchive, writeGit, type History, type HistoryShape } from "./index.ts";

const run = promisify(execFile);

const shape: HistoryShape = {
  repository: "acme/shop",
  seed: 7,
  from: new Date("2025-05-01T00:00:00Z"),
  asOf: new Date("2026-11-15T00:00:00Z"),
  issues: 600,
  pullRequests: 900,
  people: 24,
};

test("the same seed gives the same history, another seed another", () => {
  const first = JSON.stringify(generateHistory(shape));

  expect(JSON.stringify(generateHistory(shape))).toBe(first);
  expect(JSON.stringify(generateHistory({ ...shape, seed: 8 }))).not.toBe(first);
});

test("it holds as many items as asked for, numbered without a hole in the order of creation", () => {
  const history = generateHistory(shape);
  const items = [...history.issues, ...history.pullRequests].toSorted((left, right) => left.number - right.number);

  expect(history.issues).toHaveLength(600);
  expect(history.pullRequests).toHaveLength(900);
  expect(items.map((item) => item.number)).toEqual(items.map((_, index) => index + 1));
  expect(items.every((item, index) => index === 0 || (items[index - 1]?.createdAt ?? 0) <= item.createdAt)).toBe(true);
});

test("nothing in it happens after as_of, and nothing on an item before the item", () => {
  const history = generateHistory(shape);
  const reviews = history.pullRequests.flatMap((item) =>
    item.reviews.map((review) => ({ item, at: review.submittedAt })),
  );
  const others = [...history.issues, ...history.pullRequests].flatMap((item) => [
    ...item.comments.map((comment) => ({ item, at: comment.createdAt })),
    ...(item.closedAt === null ? [] : [{ item, at: item.closedAt }]),
  ]);
  const acts = [...reviews, ...others];

  expect(acts.length).toBeGreaterThan(3000);
  expect(acts.filter(({ at }) => at >= shape.asOf)).toEqual([]);
  expect(acts.filter(({ item, at }) => at < item.createdAt)).toEqual([]);
});

// 3,103 reviews, 3,837 inline and 2,904 conversation comments on 2,165 pull requests; 4,092 comments on 1,434 issues.
test("acts per item are in the proportions of real repositories", () => {
  const history = generateHistory({ ...shape, issues: 4000, pullRequests: 6000, people: 80 });

  const issueComments = history.issues.flatMap((issue) => issue.comments).length / history.issues.length;
  const means = {
    reviews: meanOf(history, (pull) => pull.reviews.length),
    inline: meanOf(history, (pull) => pull.reviews.flatMap((review) => review.comments).length),
    comments: meanOf(history, (pull) => pull.comments.length),
    issueComments,
  };

  expect(Math.abs(means.reviews / 1.43 - 1)).toBeLessThan(0.15);
  expect(Math.abs(means.inline / 1.77 - 1)).toBeLessThan(0.15);
  expect(Math.abs(means.comments / 1.34 - 1)).toBeLessThan(0.15);
  expect(Math.abs(means.issueComments / 2.85 - 1)).toBeLessThan(0.15);
});

test("weekends are quiet and few people do most", () => {
  const history = generateHistory(shape);
  const created = [...history.issues, ...history.pullRequests];
  const onWeekends = created.filter((item) => [0, 6].includes(item.createdAt.getUTCDay())).length;
  const byAuthor = new Map<string, number>();
  for (const item of created) byAuthor.set(item.author.login, (byAuthor.get(item.author.login) ?? 0) + 1);
  const counts = [...byAuthor.values()].toSorted((left, right) => right - left);
  const busiest = counts.slice(0, 5).reduce((sum, count) => sum + count, 0);

  expect(onWeekends / created.length).toBeLessThan(0.1);
  expect(busiest / created.length).toBeGreaterThan(0.4);
});

test("a folder that holds something is not written to", async () => {
  const dir = await mkdtemp(join(tmpdir(), "pulse-git-"));
  try {
    await writeFile(join(dir, "mine.txt"), "keep");

    await expect(writeGit(generateHistory({ ...shape, issues: 1, pullRequests: 1 }), dir)).rejects.toThrow(
      "is not empty",
    );
  } finally {
    await rm(dir, { recursive: true });
  }
});

test("the git repository is sound, and the archive names its objects", async () => {
  const history = generateHistory({ ...shape, issues: 10, pullRequests: 40 });
  const dir = await mkdtemp(join(tmpdir(), "pulse-git-"));
  try {
    const shas = await writeGit(history, dir);
    const archive = toArchive(history, shas);

    await run("git", ["-C", dir, "fsck", "--strict"]);
    const merged = history.pullRequests.filter((pull) => pull.mergedAt !== null);
    const merges = await run("git", ["-C", dir, "rev-list", "--merges", "--first-parent", "main"]);
    const inArchive = archive.pulls.flatMap((pull) => (pull.mergeCommit === null ? [] : [pull.mergeCommit.oid]));
    expect(merged.length).toBeGreaterThan(20);
    expect(inArchive.toSorted()).toEqual(merges.stdout.trim().split("\n").toSorted());
  } finally {
    await rm(dir, { recursive: true });
  }
});

function meanOf(history: History, count: (pull: History["pullRequests"][number]) => number): number {
  return history.pullRequests.reduce((sum, pull) => sum + count(pull), 0) / history.pullRequests.length;
}
