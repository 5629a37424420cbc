import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, expect, it } from "vitest";

import { createAsker, type Asker } from "../../test/ask.ts";
import { startReplica, type Replica } from "../index.ts";
import { sendDelivery } from "./send-delivery.ts";

type Received = { readonly headers: Record<string, string>; readonly body: string };

let replica: Replica;
let ada: Asker;
let server: Server;
let url: string;
let received: Received[] = [];
let status = 202;

beforeEach(async () => {
  received = [];
  status = 202;
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({
        headers: Object.fromEntries(
          Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.[0] ?? ""]),
        ),
        body,
      });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  replica = await startReplica({ now: "2026-11-20T09:00:00Z" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
  replica.play.addMember({ organisation: "acme", login: "ada", role: "admin" });
  replica.addRepository("acme/shop");
  ada = createAsker(replica);
});

afterEach(async () => {
  await replica.close();
  server.closeAllConnections();
  server.close();
});

// The example of https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries, so that our own verification is no witness.
it("a delivery is signed as GitHub's documentation says", async () => {
  const hook = replica.addHook("acme/shop", { url, secret: "It's a Secret to Everybody" });

  await sendDelivery({
    hook,
    guid: "1",
    event: "ping",
    action: null,
    body: "Hello, World!",
    repositoryId: null,
    installationId: null,
  });

  expect(received.map(({ headers }) => headers["x-hub-signature-256"])).toEqual([
    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  ]);
});

it("what arrives names its event and an id of its own", async () => {
  replica.addHook("acme/shop", { url, secret: "s" });
  replica.play.openIssue({ repository: "acme/shop", by: "bob", title: "Grüße 🎉" });

  await replica.hooks.deliver();

  const [one] = received;
  expect(one?.headers["x-github-event"]).toBe("issues");
  expect(one?.headers["x-github-delivery"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(JSON.parse(one?.body ?? "").issue.title).toBe("Grüße 🎉");
});

it("a hook hears only the events it asked for, of its own repository", async () => {
  replica.addRepository("acme/other");
  replica.addHook("acme/shop", { url, secret: "s", events: ["issue_comment"] });
  const { number } = replica.play.openIssue({ repository: "acme/shop", by: "bob", title: "Here" });
  replica.play.comment({ repository: "acme/shop", number, by: "bob", body: "Hello" });
  const other = replica.play.openIssue({ repository: "acme/other", by: "bob", title: "There" });
  replica.play.comment({ repository: "acme/other", number: other.number, by: "bob", body: "Hello" });

  await replica.hooks.deliver();

  expect(
    received.map(({ headers, body }) => [headers["x-github-event"], JSON.parse(body).repository.full_name]),
  ).toEqual([["issue_comment", "acme/shop"]]);
});

it("a hook of an organisation hears all of its repositories, and its teams", async () => {
  replica.addHook("acme", { url, secret: "s" });
  replica.play.openIssue({ repository: "acme/shop", by: "bob", title: "Here" });
  const team = replica.play.addTeam({ organisation: "acme", slug: "core", by: "ada" });
  replica.play.addTeamMember({ team, login: "bob", by: "ada" });

  await replica.hooks.deliver();

  expect(received.map(({ headers }) => headers["x-github-event"])).toEqual(["issues", "team", "membership"]);
});

it("what waits can be sent in reverse and twice, under the same ids", async () => {
  replica.addHook("acme/shop", { url, secret: "s" });
  const { number } = replica.play.openIssue({ repository: "acme/shop", by: "bob", title: "Here" });
  replica.play.close({ repository: "acme/shop", number, by: "bob" });

  await replica.hooks.deliver({ order: "reversed", times: 2 });

  expect(received.map(({ body }) => JSON.parse(body).action)).toEqual(["closed", "closed", "opened", "opened"]);
  expect(new Set(received.map(({ headers }) => headers["x-github-delivery"])).size).toBe(2);
});

it("a failed delivery is listed, and sent again when asked, with its old id", async () => {
  status = 500;
  const made = await ada.send("POST", "/repos/acme/shop/hooks", {
    events: ["issues"],
    config: { url, secret: "s", content_type: "json" },
  });
  replica.play.openIssue({ repository: "acme/shop", by: "bob", title: "Here" });
  await replica.hooks.deliver();
  const hook = `/repos/acme/shop/hooks/${made.body.id}`;
  const failed = await ada.get(`${hook}/deliveries?status=failure&per_page=100`);
  status = 202;

  const one = failed.body.find((delivery: { event: string }) => delivery.event === "issues");
  const asked = await ada.send("POST", `${hook}/deliveries/${one.id}/attempts`, {});
  await replica.hooks.settled();
  const [newest] = (await ada.get(`${hook}/deliveries?per_page=1`)).body;

  expect(asked.status).toBe(202);
  expect(failed.body.map((delivery: { event: string }) => delivery.event)).toEqual(["issues", "ping"]);
  expect([newest.guid, newest.redelivery, newest.status_code]).toEqual([one.guid, true, 202]);
  expect(newest.id).not.toBe(one.id);
});

it("the pages of deliveries are led through by a cursor", async () => {
  const { id } = replica.addHook("acme/shop", { url, secret: "s" });
  for (let index = 0; index < 7; index += 1)
    replica.play.openIssue({ repository: "acme/shop", by: "bob", title: `${index}` });
  await replica.hooks.deliver();
  const ids: number[] = [];
  let next: string | null = `/repos/acme/shop/hooks/${id}/deliveries?per_page=3`;

  while (next !== null) {
    const page = await ada.get(next);
    ids.push(...page.body.map((delivery: { id: number }) => delivery.id));
    next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1] ?? null;
  }

  expect(new Set(ids).size).toBe(7);
  expect(ids).toHaveLength(7);
});

it("hooks are for administrators: another sees nothing, and a fine-grained token is told what it lacks", async () => {
  replica.addToken({ token: "token-of-bob", login: "bob", scopes: ["repo"] });
  replica.addToken({ token: "fine", login: "ada", permissions: { issues: "read" } });

  const other = await createAsker(replica, "token-of-bob").get("/repos/acme/shop/hooks");
  const fine = await createAsker(replica, "fine").get("/repos/acme/shop/hooks");

  expect(other.status).toBe(404);
  expect([fine.status, fine.body.message]).toEqual([403, "Resource not accessible by personal access token"]);
});

it("the same address is not hooked twice, and a secret is never shown", async () => {
  const input = { events: ["issues"], config: { url, secret: "very secret" } };

  const first = await ada.send("POST", "/repos/acme/shop/hooks", input);
  const second = await ada.send("POST", "/repos/acme/shop/hooks", input);
  const listed = await ada.get("/repos/acme/shop/hooks");

  expect([first.status, second.status]).toEqual([201, 422]);
  expect(JSON.stringify([first.body, listed.body])).not.toContain("very secret");
});
