import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createAsker, type Asker } from "../../test/ask.ts";
import { startReplica, type Replica } from "../index.ts";

const path = "/repos/acme/shop";
let replica: Replica;
let ada: Asker;

beforeEach(async () => {
  replica = await startReplica({ now: "2026-11-20T09:00:00Z" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
  replica.addRepository("acme/shop");
  ada = createAsker(replica);
});

afterEach(async () => {
  await replica.close();
});

const page = (size: number) =>
  `query Issues { repository(owner: "acme", name: "shop") { issues(first: ${size}) { totalCount } } }`;

async function fetchGraphql(query: string): Promise<number> {
  const response = await fetch(replica.graphqlUrl, {
    method: "POST",
    headers: { authorization: "token token-of-ada" },
    body: JSON.stringify({ query }),
  });
  await response.text();
  return response.status;
}

it("large pages answer 502 and smaller ones do not, as often as asked", async () => {
  const fault = replica.faults.add({ kind: "bad_gateway", query: "Issues", whenPageLargerThan: 25, times: 2 });

  const statuses = [
    await fetchGraphql(page(100)),
    await fetchGraphql(page(25)),
    await fetchGraphql(page(50)),
    await fetchGraphql(page(100)),
  ];

  expect(statuses).toEqual([502, 200, 502, 200]);
  expect(fault.happened()).toBe(2);
});

it("a timeout takes the request and never answers it", async () => {
  replica.faults.add({ kind: "timeout", path });
  const giveUp = new AbortController();

  const asking = fetch(`${replica.apiUrl}${path}`, { signal: giveUp.signal });
  await vi.waitFor(() => expect(replica.requests()).toMatchObject([{ path, status: null }]), 60_000);
  giveUp.abort();

  await expect(asking).rejects.toThrow("aborted");
});

it("a truncated answer ends in the middle of its body", async () => {
  replica.faults.add({ kind: "truncated", path });

  const asking = fetch(`${replica.apiUrl}${path}`).then((response) => response.text());

  await expect(asking).rejects.toThrow("terminated");
  expect((await ada.get(path)).status).toBe(200);
});

it.each([
  [{ kind: "secondary_limit", retryAfterSeconds: 60 } as const, 403, "60"],
  [{ kind: "secondary_limit", status: 429 } as const, 429, null],
])(
  "a secondary limit is refused with its status and with or without retry-after",
  async (fault, status, retryAfter) => {
    replica.faults.add(fault);

    const refused = await ada.get(path);

    expect([refused.status, refused.headers.get("retry-after")]).toEqual([status, retryAfter]);
    expect(refused.body.message).toContain("secondary rate limit");
  },
);

it("a token revoked in the middle is bad from that request on", async () => {
  replica.faults.add({ kind: "revoke_token", after: 2 });

  const statuses = [];
  for (let index = 0; index < 4; index += 1) statuses.push((await ada.get(path)).status);

  expect(statuses).toEqual([200, 200, 401, 401]);
});

it("GraphQL's errors can stand beside the data", async () => {
  replica.faults.add({
    kind: "graphql_errors",
    errors: [{ type: "FORBIDDEN", message: "Resource not accessible", path: ["viewer"] }],
  });

  const answered = await ada.graphql("{ viewer { login } }");

  expect([answered.data, answered.errors[0].type]).toEqual([{ viewer: { login: "ada" } }, "FORBIDDEN"]);
});

it("answers take as long as they are told to", async () => {
  replica.setLatency(60);
  const begunAt = performance.now();

  await ada.get(path);

  expect(performance.now() - begunAt).toBeGreaterThanOrEqual(59);
});
