import { createSign, generateKeyPairSync } from "node:crypto";

import { afterEach, beforeEach, expect, it } from "vitest";

import { createAsker } from "../../test/ask.ts";
import { startReplica, type Replica } from "../index.ts";

const now = "2026-11-20T09:00:00Z";
const seconds = Date.parse(now) / 1000;
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const others = generateKeyPairSync("rsa", { modulusLength: 2048 });
let replica: Replica;

beforeEach(async () => {
  replica = await startReplica({ now });
  replica.addRepository("acme/shop", { isPrivate: true });
  replica.addRepository("acme/vault", { isPrivate: true });
  replica.addApp({
    id: 7,
    slug: "pulse",
    publicKey: keys.publicKey,
    installations: [
      { id: 70, owner: "acme", permissions: { metadata: "read", issues: "read" }, repositories: ["acme/shop"] },
    ],
  });
});

afterEach(async () => {
  await replica.close();
});

function signed(claims: Record<string, unknown>, input: { key?: typeof keys.privateKey; alg?: string } = {}): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${encode({ alg: input.alg ?? "RS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${createSign("RSA-SHA256")
    .update(text)
    .sign(input.key ?? keys.privateKey, "base64url")}`;
}

const good = { iss: "7", iat: seconds - 60, exp: seconds + 540 };

it("an app's token opens its installation's repositories, and no other", async () => {
  const made = await createAsker(replica, signed(good)).send("POST", "/app/installations/70/access_tokens", {});
  const installation = createAsker(replica, made.body.token);

  const listed = await installation.get("/installation/repositories");
  const shop = await installation.get("/repos/acme/shop");
  const vault = await installation.get("/repos/acme/vault");

  expect([made.status, made.body.expires_at]).toEqual([201, "2026-11-20T10:00:00Z"]);
  expect(listed.body).toMatchObject({ total_count: 1, repositories: [{ full_name: "acme/shop" }] });
  expect([shop.status, vault.status]).toEqual([200, 404]);
});

it("an installation's token ends after an hour of the replica's clock, and its budget is the installation's", async () => {
  const app = createAsker(replica, signed(good));
  const first = createAsker(replica, (await app.send("POST", "/app/installations/70/access_tokens", {})).body.token);
  const second = createAsker(replica, (await app.send("POST", "/app/installations/70/access_tokens", {})).body.token);

  await first.get("/repos/acme/shop");
  const shared = await second.get("/repos/acme/shop");
  replica.clock.advance(3_600_000);
  const late = await first.get("/repos/acme/shop");

  expect(shared.headers.get("x-ratelimit-used")).toBe("2");
  expect(late.status).toBe(401);
});

it.each([
  ["signed by another key", signed(good, { key: others.privateKey })],
  ["of another app", signed({ ...good, iss: "8" })],
  ["that is over", signed({ ...good, exp: seconds - 1 })],
  ["that lasts longer than ten minutes", signed({ ...good, exp: seconds + 3600 })],
  ["that begins in the future", signed({ ...good, iat: seconds + 3600 })],
  ["of another algorithm", signed(good, { alg: "HS256" })],
])("a web token %s is bad", async (_what, token) => {
  const answered = await createAsker(replica, token).get("/app");

  expect(answered.status).toBe(401);
});

it("a fine-grained token reaches its own repositories only", async () => {
  replica.play.addMember({ organisation: "acme", login: "ada" });
  replica.addToken({ token: "fine", login: "ada", permissions: { metadata: "read" }, repositories: ["acme/shop"] });
  const asker = createAsker(replica, "fine");

  const statuses = [await asker.get("/repos/acme/shop"), await asker.get("/repos/acme/vault")].map(
    ({ status }) => status,
  );
  const user = await asker.get("/user");

  expect(statuses).toEqual([200, 404]);
  expect(user.headers.get("x-oauth-scopes")).toBeNull();
});

it("a fine-grained token that lacks a permission is told so in a private repository, and needs none in a public one", async () => {
  replica.play.addMember({ organisation: "acme", login: "ada" });
  replica.addRepository("acme/open");
  replica.addToken({ token: "fine", login: "ada", permissions: { metadata: "read", issues: "read" } });
  const asker = createAsker(replica, "fine");

  const statuses: number[] = [];
  for (const path of ["shop/issues", "shop/pulls", "shop/actions/runs", "open/pulls"]) {
    statuses.push((await asker.get(`/repos/acme/${path}`)).status);
  }
  const refused = await asker.get("/repos/acme/shop/pulls");
  const query = await asker.graphql(
    `{ repository(owner: "acme", name: "shop") { name pullRequests(first: 1) { totalCount } deployments(first: 1) { totalCount } } }`,
  );

  expect(statuses).toEqual([200, 403, 403, 200]);
  expect(refused.headers.get("x-accepted-github-permissions")).toBe("pull_requests=read");
  expect(refused.body.message).toBe("Resource not accessible by personal access token");
  expect(query.errors.map((error: { type: string }) => error.type)).toContain("FORBIDDEN");
});

it("a classic token tells its scopes, and without `repo` sees no private repository", async () => {
  replica.play.addMember({ organisation: "acme", login: "ada" });
  replica.addToken({ token: "some", login: "ada", scopes: ["read:user", "read:org"] });
  replica.addToken({ token: "all", login: "ada", scopes: ["repo"] });

  const some = await createAsker(replica, "some").get("/repos/acme/shop");
  const all = await createAsker(replica, "all").get("/repos/acme/shop");

  expect([some.status, some.headers.get("x-oauth-scopes")]).toEqual([404, "read:user, read:org"]);
  expect(all.status).toBe(200);
});
