import { expect, it } from "vitest";

import { createAsker } from "../test/ask.ts";
import { generateDelivery, generateHistory, startReplica, type History, type HistoryShape } from "./index.ts";

const shape: HistoryShape = {
  repository: "acme/shop",
  seed: 11,
  from: new Date("2026-01-01T00:00:00Z"),
  asOf: new Date("2026-11-01T00:00:00Z"),
  issues: 20,
  pullRequests: 300,
  people: 15,
};

function quantile(history: History, count: (pull: History["pullRequests"][number]) => number, share: number): number {
  const counts = history.pullRequests.map((pull) => count(pull)).toSorted((left, right) => left - right);
  return counts[Math.floor(counts.length * share)] ?? 0;
}

it("delivery is the same for the same seed, and nothing in it is later than the history", () => {
  const history = generateHistory(shape);

  const delivery = generateDelivery(history, { seed: 1 });

  expect(generateDelivery(history, { seed: 1 })).toEqual(delivery);
  expect(delivery.runs.length).toBeGreaterThan(400);
  expect(delivery.runs.some((run) => run.attempts.length === 2)).toBe(true);
  const ends = [
    ...delivery.runs.flatMap((run) => run.attempts.map((one) => one.completedAt)),
    ...delivery.deployments.map((one) => one.finishedAt),
  ];
  expect(ends.filter((at) => at >= shape.asOf)).toEqual([]);
});

it("one deployment of an environment is active at most, once loaded", async () => {
  const history = generateHistory(shape);
  const replica = await startReplica({ now: "2026-11-20T00:00:00Z" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
  replica.loadHistory(history);
  replica.loadDelivery("acme/shop", generateDelivery(history, { seed: 1 }));
  const asker = createAsker(replica);
  const states: string[] = [];
  let after: string | null = null;

  do {
    const { data } = await asker.graphql(
      `query ($after: String) { repository(owner: "acme", name: "shop") { deployments(first: 100, after: $after, environments: ["production"]) {
        pageInfo { hasNextPage endCursor } nodes { state commit { oid } } } } }`,
      { after },
    );
    const { nodes, pageInfo } = data.repository.deployments;
    states.push(...nodes.map((node: { state: string }) => node.state));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  const runs = await asker.get("/repos/acme/shop/actions/runs?per_page=1");
  await replica.close();

  expect(states.filter((state) => state === "ACTIVE")).toHaveLength(1);
  expect(states.filter((state) => state === "INACTIVE").length).toBeGreaterThan(50);
  expect(runs.body.workflow_runs[0].status).toBe("completed");
});

it("drafts are made ready before anybody reviews them, and some still are drafts", async () => {
  const history = generateHistory({ ...shape, draftShare: 0.5 });

  const drafts = history.pullRequests.filter((pull) => pull.readyAt !== null);

  expect(drafts.length).toBeGreaterThan(100);
  const late = drafts.filter((pull) =>
    pull.reviews.some((review) => pull.readyAt !== null && review.submittedAt < pull.readyAt),
  );
  expect(late).toEqual([]);
});

it("a busy history has the numbers that the benchmark of sync states", () => {
  const history = generateHistory({
    ...shape,
    from: new Date("2020-01-01T00:00:00Z"),
    pullRequests: 20_000,
    issues: 0,
    activity: "busy",
  });

  const found = [
    [quantile(history, (pull) => pull.reviews.length, 0.5), quantile(history, (pull) => pull.reviews.length, 0.99)],
    [quantile(history, (pull) => pull.commits.length, 0.5), quantile(history, (pull) => pull.commits.length, 0.99)],
    [quantile(history, (pull) => pull.comments.length, 0.5), quantile(history, (pull) => pull.comments.length, 0.99)],
  ];

  const stated = [
    [2, 40],
    [3, 60],
    [4, 80],
  ];
  for (const [index, [median, high = 0]] of found.entries()) {
    expect(median).toBe(stated[index]?.[0]);
    expect(Math.abs(high / (stated[index]?.[1] ?? 1) - 1)).toBeLessThan(0.1);
  }
});
