import { afterEach, beforeEach, expect, it } from "vitest";

import { createAsker, type Asker } from "../../test/ask.ts";
import { generateHistory, startReplica, type Replica } from "../index.ts";

let replica: Replica;
let ada: Asker;

const shape = {
  repository: "acme/shop",
  seed: 3,
  from: new Date("2026-01-01T00:00:00Z"),
  asOf: new Date("2026-11-01T00:00:00Z"),
  issues: 120,
  pullRequests: 80,
  people: 12,
};

beforeEach(async () => {
  replica = await startReplica({ now: "2026-11-20T09:00:00Z" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo", "read:org"] });
  ada = createAsker(replica);
});

afterEach(async () => {
  await replica.close();
});

it("the pages of a list hold every entry once, and Link leads through them", async () => {
  replica.loadHistory(generateHistory(shape));
  const numbers: number[] = [];
  let next: string | null = "/repos/acme/shop/issues?state=all&per_page=30";

  while (next !== null) {
    const page = await ada.get(next);
    numbers.push(...page.body.map((issue: { number: number }) => issue.number));
    next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1] ?? null;
  }

  expect(numbers.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

it("more than a hundred entries a page are never given", async () => {
  replica.loadHistory(generateHistory(shape));

  const page = await ada.get("/repos/acme/shop/issues?state=all&per_page=500");

  expect(page.body).toHaveLength(100);
});

it("an ETag answers 304 at no cost, and to its own token only", async () => {
  replica.loadHistory(generateHistory(shape));
  replica.addToken({ token: "token-of-bob", login: "bob", scopes: ["repo"] });
  const first = await ada.get("/repos/acme/shop/labels");
  const etag = first.headers.get("etag") ?? "";

  const again = await ada.get("/repos/acme/shop/labels", { "if-none-match": etag });
  const other = await createAsker(replica, "token-of-bob").get("/repos/acme/shop/labels", { "if-none-match": etag });

  expect(again.status).toBe(304);
  expect(again.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
  expect(other.status).toBe(200);
});

it("a budget that is used up refuses with 403 until the hour is over", async () => {
  replica.addRepository("acme/shop");
  replica.useBudget("token-of-ada", "core", 4999);

  const last = await ada.get("/repos/acme/shop");
  const refused = await ada.get("/repos/acme/shop");
  replica.clock.advance(3_600_001);
  const later = await ada.get("/repos/acme/shop");

  expect([last.status, refused.status, later.status]).toEqual([200, 403, 200]);
  expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
  expect(refused.headers.get("x-ratelimit-reset")).toBe(String(Date.parse("2026-11-20T10:00:00Z") / 1000));
  expect(refused.body.message).toContain("API rate limit exceeded");
});

it("without a token there are sixty requests, and no GraphQL", async () => {
  replica.addRepository("acme/shop");
  const nobody = createAsker(replica, null);

  const read = await nobody.get("/repos/acme/shop");
  const query = await nobody.graphql("{ viewer { login } }");

  expect(read.headers.get("x-ratelimit-limit")).toBe("60");
  expect(query.status).toBe(401);
});

it("a token nobody knows, a revoked one and an expired one are bad credentials", async () => {
  replica.addToken({ token: "old", login: "ada", scopes: [], expiresAt: new Date("2026-11-20T08:00:00Z") });
  replica.revokeToken("token-of-ada");

  const answers = await Promise.all(
    ["old", "token-of-ada", "never"].map((token) => createAsker(replica, token).get("/user")),
  );

  expect(answers.map(({ status, body }) => [status, body.message])).toEqual(
    Array.from({ length: 3 }, () => [401, "Bad credentials"]),
  );
});

it("a private repository is not found by whoever has no access, and its GraphQL says NOT_FOUND", async () => {
  replica.addRepository("acme/vault", { isPrivate: true });

  const read = await ada.get("/repos/acme/vault");
  const query = await ada.graphql(`{ repository(owner: "acme", name: "vault") { id } }`);

  expect(read.status).toBe(404);
  expect(query.data).toEqual({ repository: null });
  expect(query.errors[0].type).toBe("NOT_FOUND");
});

it("an Enterprise server with limits off says nothing of limits, and answers under its own paths", async () => {
  const enterprise = await startReplica({ isEnterprise: true, limits: "off" });
  enterprise.addToken({ token: "t", login: "ada", scopes: ["repo"] });
  enterprise.addRepository("acme/shop");
  const asker = createAsker(enterprise, "t");

  const read = await asker.get("/repos/acme/shop");
  const limits = await asker.get("/rate_limit");
  const query = await asker.graphql("{ viewer { login } rateLimit { limit remaining } }");
  await enterprise.close();

  expect(enterprise.apiUrl.endsWith("/api/v3")).toBe(true);
  expect([read.status, read.headers.get("x-ratelimit-limit"), limits.status]).toEqual([200, null, 404]);
  expect(query.data).toEqual({ viewer: { login: "ada" }, rateLimit: { limit: 0, remaining: 0 } });
});
