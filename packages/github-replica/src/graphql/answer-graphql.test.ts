import { afterAll, beforeAll, expect, it } from "vitest";

import { createAsker, type Asker } from "../../test/ask.ts";
import { generateHistory, startReplica, type Replica } from "../index.ts";

let replica: Replica;
let ada: Asker;

beforeAll(async () => {
  replica = await startReplica({ now: "2026-11-20T09:00:00Z" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
  replica.loadHistory(
    generateHistory({
      repository: "acme/shop",
      seed: 5,
      from: new Date("2026-01-01T00:00:00Z"),
      asOf: new Date("2026-11-01T00:00:00Z"),
      issues: 60,
      pullRequests: 90,
      people: 12,
    }),
  );
  ada = createAsker(replica);
});

afterAll(async () => {
  await replica.close();
});

const inRepository = (fields: string) => `{ repository(owner: "acme", name: "shop") { ${fields} } }`;

it.each([
  ["a field that does not exist", "{ viewer { shoeSize } }", undefined],
  ["a connection without a page size", inRepository("issues { totalCount }"), "MISSING_PAGINATION_BOUNDARIES"],
  ["a page of more than a hundred", inRepository("issues(first: 101) { totalCount }"), "EXCESSIVE_PAGINATION"],
  [
    "more than half a million nodes",
    inRepository(
      "issues(first: 100) { nodes { comments(first: 100) { nodes { reactions(first: 100) { totalCount } } } } }",
    ),
    "MAX_NODE_LIMIT_EXCEEDED",
  ],
  ["an argument that does not exist", inRepository("issues(first: 1, newest: true) { totalCount }"), undefined],
  ["a wrong value of an enum", inRepository("issues(first: 1, states: [SHUT]) { totalCount }"), undefined],
])("%s is refused, and costs nothing", async (_what, query, type) => {
  const before = await ada.graphql("{ rateLimit { used } }");

  const refused = await ada.graphql(query);
  const after = await ada.graphql("{ rateLimit { used } }");

  expect(refused.data).toBeUndefined();
  expect(refused.errors[0].type).toBe(type);
  expect(after.data.rateLimit.used).toBe(before.data.rateLimit.used + 1);
});

// The example of https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api: 5,101 requests, 305,100 nodes.
it("the cost and the node count are those of GitHub's published example", async () => {
  const answered = await ada.graphql(`{
    rateLimit { cost nodeCount }
    viewer { repositories(first: 100) { nodes { issues(first: 50) { nodes { labels(first: 60) { nodes { name } } } } } } }
  }`);

  expect(answered.errors).toEqual([]);
  expect(answered.data.rateLimit).toEqual({ cost: 51, nodeCount: 305_100 });
});

it("points are counted apart from requests, and used up they refuse with RATE_LIMITED", async () => {
  const own = await startReplica({ now: "2026-11-20T09:00:00Z", limits: { graphql: 2 } });
  own.addToken({ token: "token-of-ada", login: "ada", scopes: [] });
  const asker = createAsker(own);

  const answers = [await asker.graphql("{ viewer { login } }"), await asker.graphql("{ viewer { login } }")];
  const refused = await asker.graphql("{ viewer { login } }");
  const rest = await asker.get("/user");
  await own.close();

  expect(answers.map(({ errors }) => errors)).toEqual([[], []]);
  expect([refused.status, refused.errors[0].type]).toEqual([200, "RATE_LIMITED"]);
  expect(refused.headers.get("x-ratelimit-resource")).toBe("graphql");
  expect(rest.headers.get("x-ratelimit-remaining")).toBe("4999");
});

it("cursors lead through every pull request once, in the order asked for", async () => {
  const numbers: number[] = [];
  const instants: string[] = [];
  let after: string | null = null;

  do {
    const page = await ada.graphql(
      `query ($after: String) { repository(owner: "acme", name: "shop") {
        pullRequests(first: 20, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
          totalCount pageInfo { endCursor hasNextPage } nodes { number updatedAt } } } }`,
      { after },
    );
    const { nodes, pageInfo } = page.data.repository.pullRequests;
    numbers.push(...nodes.map((node: { number: number }) => node.number));
    instants.push(...nodes.map((node: { updatedAt: string }) => node.updatedAt));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);

  expect(new Set(numbers).size).toBe(90);
  expect(numbers).toHaveLength(90);
  expect(instants).toEqual(instants.toSorted().toReversed());
});

it("nodes are found by the ids that queries give, and one that is gone is null beside the others", async () => {
  const read = await ada.graphql(
    inRepository(
      `id issues(first: 1) { nodes { id } } pullRequests(first: 30) { nodes { id reviews(first: 1) { nodes { id } } } }`,
    ),
  );
  const { id, issues, pullRequests } = read.data.repository;
  const review = pullRequests.nodes.flatMap((pull: { reviews: { nodes: unknown[] } }) => pull.reviews.nodes)[0];
  const ids = [id, issues.nodes[0].id, pullRequests.nodes[0].id, review.id, "I_nothing"];

  const found = await ada.graphql("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", { ids });

  expect(found.data.nodes.map((node: { __typename: string } | null) => node?.__typename)).toEqual([
    "Repository",
    "Issue",
    "PullRequest",
    "PullRequestReview",
    undefined,
  ]);
  expect(found.errors.map((error: { type: string }) => error.type)).toEqual(["NOT_FOUND"]);
});

it("a field that the replica cannot answer is an error, never silence", async () => {
  const answered = await ada.graphql(inRepository("discussions(first: 1) { totalCount }"));

  expect(answered.errors[0].message).toContain("no answer for Repository.discussions");
});
