// What changes between two versions of real archives (goldens/sync.json says what must), seen by a client over HTTP.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { afterEach, expect, it } from "vitest";

import { createAsker, type Asker } from "../../test/ask.ts";
import { startReplica, type Replica } from "../index.ts";

// Real data lies beside the checkout on some machines, and is no part of the project.
const data = path.join(import.meta.dirname, "../../../../../shared/data");
const isHere = existsSync(data);

let replica: Replica | null = null;

afterEach(async () => {
  await replica?.close();
  replica = null;
});

type Item = { number: number; updatedAt: string };
type Document = Record<"issues" | "pulls", Item[]> & Record<string, unknown>;
type Nodes<T> = { nodes: T[] };
type Seen = {
  kind: string;
  number: number;
  state: string;
  updatedAt: string;
  authorAssociation: string;
  author: { login: string; databaseId: number } | null;
  comments: Nodes<{ fullDatabaseId: string }>;
  reviews?: Nodes<{ id: string }>;
};
type Overlay = Record<"issues" | "pulls", { absent: number[]; instead: Item[] }> & Record<string, unknown>;

function read(name: string) {
  return JSON.parse(readFileSync(path.join(data, name), "utf8"));
}

function older(base: Document, overlay: Overlay): Document {
  const items = (kind: "issues" | "pulls") => {
    const kept = new Map(
      base[kind].filter((item) => !overlay[kind].absent.includes(item.number)).map((item) => [item.number, item]),
    );
    for (const item of overlay[kind].instead) kept.set(item.number, item);
    return [...kept.values()].toSorted((left, right) => left.number - right.number);
  };
  const { magic, timestamp, repo, labels } = overlay;
  return { magic, timestamp, repo, labels, issues: items("issues"), pulls: items("pulls") };
}

async function snapshot(asker: Asker, repository: string) {
  const [owner, name] = repository.split("/");
  const items: Seen[] = [];
  for (const connection of ["issues", "pullRequests"]) {
    const only =
      connection === "issues"
        ? ""
        : "mergedAt reviews(first: 100) { nodes { id fullDatabaseId state updatedAt comments(first: 100) { nodes { fullDatabaseId updatedAt } } } }";
    let after: string | null = null;
    do {
      const { data: answer, errors } = await asker.graphql(
        `query ($owner: String!, $name: String!, $after: String) { repository(owner: $owner, name: $name) { items: ${connection}(first: 40, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { number id title body state closedAt updatedAt authorAssociation author { login ... on User { databaseId } } labels(first: 50) { nodes { name } }
            comments(first: 100) { nodes { fullDatabaseId body updatedAt authorAssociation } } ${only} } } } }`,
        { owner, name, after },
      );
      expect(errors).toEqual([]);
      items.push(...answer.repository.items.nodes.map((node: Seen) => ({ ...node, kind: connection })));
      after = answer.repository.items.pageInfo.hasNextPage ? answer.repository.items.pageInfo.endCursor : null;
    } while (after !== null);
  }
  return items;
}

function compare(before: Seen[], after: Seen[], kind: string) {
  const old = new Map(before.filter((item) => item.kind === kind).map((item) => [item.number, item]));
  const now = after.filter((item) => item.kind === kind);
  const known = now.filter((item) => old.has(item.number));
  const touched = known.filter((item) => old.get(item.number)?.updatedAt !== item.updatedAt);
  return {
    new: now.length - known.length,
    touched: touched.length,
    closed: known.filter((item) => old.get(item.number)?.state === "OPEN" && item.state !== "OPEN").length,
    merged: known.filter((item) => old.get(item.number)?.state === "OPEN" && item.state === "MERGED").length,
  };
}

const pairs = [
  ["http-extensions.2020-08-06", "http-extensions.2020-09-01"],
  ["http-extensions.2020-09-01", "http-extensions"],
  ["mls-protocol.2023-06-06", "mls-protocol.2023-08-31"],
  ["mls-protocol.2023-08-31", "mls-protocol"],
] as const;

it.runIf(isHere).each(pairs)(
  "played from %s to %s, what a client sees differs as the archives do",
  async (from, to) => {
    const base = read(`${from.split(".")[0]}.archive.json`);
    const earlier = older(base, read(`${from}.overlay.json`));
    const later = to.includes(".") ? older(base, read(`${to}.overlay.json`)) : base;
    const golden = read("goldens/sync.json")[`${from} -> ${to}`];
    replica = await startReplica({ now: "2026-07-10T00:00:00Z", limits: { graphql: 1_000_000 } });
    replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
    replica.loadArchive(earlier);
    const asker = createAsker(replica);

    const before = await snapshot(asker, golden.repo);
    replica.applyVersion(later);
    const after = await snapshot(asker, golden.repo);

    const issues = compare(before, after, "issues");
    const pulls = compare(before, after, "pullRequests");
    expect(issues).toMatchObject({
      new: golden.issues.new,
      touched: golden.issues.touched - golden.issues.silent,
      closed: golden.issues.closed,
    });
    expect(pulls).toMatchObject({
      new: golden.pulls.new,
      touched: golden.pulls.touched - golden.pulls.silent,
      closed: golden.pulls.closed,
      merged: golden.pulls.merged,
    });
    const ids = (items: Seen[]) =>
      new Set(items.flatMap((item) => item.reviews?.nodes.map((review) => review.id) ?? []));
    const [old, now] = [ids(before), ids(after)];
    expect([...now].filter((id) => !old.has(id))).toHaveLength(golden.reviews.new);
    expect([...old].filter((id) => !now.has(id))).toHaveLength(golden.reviews.gone);
  },
);

it.runIf(isHere)(
  "what GitHub changes without moving updatedAt changes, and a renamed person keeps the id",
  async () => {
    const base = read("mls-protocol.archive.json");
    const earlier = older(base, read("mls-protocol.2023-08-31.overlay.json"));
    replica = await startReplica({ now: "2026-07-10T00:00:00Z", limits: { graphql: 1_000_000 } });
    replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
    replica.loadArchive(earlier);
    const asker = createAsker(replica);

    const before = await snapshot(asker, "mlswg/mls-protocol");
    replica.applyVersion(base);
    const after = await snapshot(asker, "mlswg/mls-protocol");

    const old = new Map(before.map((item) => [item.number, item]));
    const renamed = after.filter((item) => old.get(item.number)?.author?.login !== item.author?.login);
    const associations = after.filter((item) => old.get(item.number)?.authorAssociation !== item.authorAssociation);
    expect(after.map((item) => item.updatedAt)).toEqual(after.map((item) => old.get(item.number)?.updatedAt));
    expect(associations.length + renamed.length).toBeGreaterThan(0);
    expect(renamed.every((item) => old.get(item.number)?.author?.databaseId === item.author?.databaseId)).toBe(true);
  },
);

it.runIf(isHere)("comments that stay keep their ids", async () => {
  const base = read("http-extensions.archive.json");
  const earlier = older(base, read("http-extensions.2020-09-01.overlay.json"));
  replica = await startReplica({ now: "2026-07-10T00:00:00Z", limits: { graphql: 1_000_000 } });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
  replica.loadArchive(earlier);
  const asker = createAsker(replica);
  const comments = (items: Seen[]) =>
    new Set(items.flatMap((item) => item.comments.nodes.map((one) => one.fullDatabaseId)));

  const before = comments(await snapshot(asker, "httpwg/http-extensions"));
  replica.applyVersion(base);
  const after = comments(await snapshot(asker, "httpwg/http-extensions"));

  expect([...before].filter((id) => !after.has(id))).toEqual([]);
  expect(after.size - before.size).toBe(47 + 9);
});
