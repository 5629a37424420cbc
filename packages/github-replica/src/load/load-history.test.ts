import { afterEach, expect, it } from "vitest";

import { generateHistory } from "../generate-history.ts";
import { startReplica, type Replica } from "../server/start-replica.ts";

let replica: Replica;

afterEach(async () => {
  await replica.close();
});

const history = generateHistory({
  repository: "acme/shop",
  seed: 3,
  from: new Date("2026-01-01T00:00:00Z"),
  asOf: new Date("2026-06-01T00:00:00Z"),
  issues: 5,
  pullRequests: 40,
  people: 6,
});

it.each([
  ["by a commit that merges the branch", false, 2],
  ["as one commit of the author's", true, 1],
])("pull requests are merged %s", async (_, squashes, parents) => {
  replica = await startReplica({ now: "2026-06-02T00:00:00Z" });

  replica.loadHistory(history, { squashes });

  const [repository] = replica.world.repositories.values();
  const merged = history.pullRequests.filter(({ mergedAt }) => mergedAt !== null);
  expect(repository?.commits.map((commit) => commit.parents.length)).toEqual(merged.map(() => parents));
  const authors = new Set(merged.map((pull) => (squashes ? pull.author : pull.mergedBy)?.login.replace("[bot]", "")));
  expect(new Set(repository?.commits.map(({ author }) => author?.login))).toEqual(authors);
});
