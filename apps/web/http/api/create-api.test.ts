// The API against a real database, and every answer held to the schema that describes it, strictly: nothing is said that is not described.
import { randomUUID } from "node:crypto";

import { createApiClient, type ApiClient } from "@pulse/api-client";
import { withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { importInvented, localOwner, startApiServer, type ApiServer } from "../../test/api-server.ts";
import { apiRoutes } from "./routes/api-routes.ts";

type Answer = { readonly status: number; readonly headers: Headers; readonly body: unknown };

let database: TestDatabase;
let server: ApiServer;
let client: ApiClient;
let repository: string;

beforeAll(async () => {
  database = await createTestDatabase();
  repository = await importInvented(database, 7);
  await importInvented(database, 8);
  server = await startApiServer(database, { routes: apiRoutes });
  client = createApiClient({ baseUrl: server.url });
});

afterEach(() => {
  server.become(localOwner);
});

afterAll(async () => {
  await server.close();
  await database.drop();
});

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, server.url), init);
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  return { status: response.status, headers: response.headers, body };
}

const send = async (method: string, path: string, body: unknown): Promise<Answer> =>
  await ask(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

const examples: Readonly<Record<string, string>> = {
  "/api/metrics/{id}": "/api/metrics/pr.cycle_time?by=week&from=2025-02-01&to=2025-05-01",
  "/api/metrics/{id}/items":
    "/api/metrics/pr.cycle_time/items?from=2025-02-01&to=2025-05-01&limit=7&also=pr.pickup_time",
};

test.each(apiRoutes.filter(({ method, path }) => method === "get" && !(path.includes("{") && !(path in examples))))(
  "what GET $path says is what its schema describes, and no more",
  async ({ path, answer }) => {
    const { status, body } = await ask(examples[path] ?? path);

    expect(status).toBe(200);
    expect(strictly(answer).safeParse(body).error?.issues ?? []).toEqual([]);
  },
);

/** An object says only what its schema names, at every depth. */
function strictly(schema: unknown): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape).map(([name, field]) => [name, strictly(field)]);
    return z.strictObject(Object.fromEntries(shape));
  }
  if (schema instanceof z.ZodArray) return z.array(strictly(schema.element));
  if (schema instanceof z.ZodNullable) return strictly(schema.unwrap()).nullable();
  if (schema instanceof z.ZodOptional) return strictly(schema.unwrap()).optional();
  if (schema instanceof z.ZodType) return schema;
  throw new Error("not a schema");
}

test("pages of a list hold every item once, newest first", async () => {
  const all = await client.GET("/api/pulls", { params: { query: { limit: 1000 } } });
  const seen = [];
  let cursor: string | undefined;
  for (let page = 0; page < 100; page++) {
    const { data } = await client.GET("/api/pulls", {
      params: { query: { limit: 7, ...(cursor === undefined ? {} : { cursor }) } },
    });
    seen.push(...(data?.items ?? []));
    cursor = data?.next ?? undefined;
    if (cursor === undefined) break;
  }

  expect(all.data?.items.length).toBe(120);
  expect(seen).toEqual(all.data?.items);
  const times = seen.map(({ created_at: at }) => Date.parse(at ?? ""));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test("a list is narrowed by repository, state, person and time together", async () => {
  const narrow = { repo: [repository], state: ["merged"], limit: 1000 };
  const author = (await client.GET("/api/pulls", { params: { query: narrow } })).data?.items[0]?.author ?? "nobody";
  const since = "2025-02-01T00:00:00Z";
  const found = await client.GET("/api/pulls", { params: { query: { ...narrow, person: author, since } } });

  const items = found.data?.items ?? [];
  expect(items.length).toBeGreaterThan(0);
  expect(new Set(items.map((item) => `${item.repository} ${item.state} ${item.author}`))).toEqual(
    new Set([`${repository} merged ${author}`]),
  );
  expect(items.every((item) => (item.created_at ?? "") >= since.replace("Z", ".000Z"))).toBe(true);
});

test("of fields only those that were asked for are sent", async () => {
  const { data } = await client.GET("/api/issues", { params: { query: { fields: "number,title", limit: 2 } } });

  expect(data?.items.map((item) => Object.keys(item))).toEqual([
    ["number", "title"],
    ["number", "title"],
  ]);
});

test.each([
  ["/api/issues?fields=number,secret", /no field "secret".*number, title/s],
  ["/api/issues?repos=a/b", /no parameter "repos".*repo/],
  ["/api/issues?limit=5&limit=6", /"limit" is given 2 times/],
  ["/api/issues?limit=0", /query\.limit/],
  ["/api/issues?cursor=nonsense", /cursor belongs to another list/],
  ["/api/issues?since=yesterday", /query\.since/],
  ["/api/issues?since=0000-01-01T00:00:00Z", /query\.since/],
  ["/api/issues?person=%00", /NUL/],
  ["/api/issues?workspace=%00", /NUL/],
  ["/api/metrics/pr.cycle_time?by=colour", /query\.by/],
])("%s is refused in words", async (path, words) => {
  const { status, headers, body } = await ask(path);

  expect(status).toBe(400);
  expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ code: "invalid", request_id: "r-1", detail: expect.stringMatching(words) });
});

test("a cursor of one list is of no use for another", async () => {
  const { data } = await client.GET("/api/pulls", { params: { query: { limit: 1 } } });
  const other = await client.GET("/api/issues", { params: { query: { cursor: data?.next ?? "" } } });

  expect(other.error).toMatchObject({ status: 400, code: "invalid" });
});

test("a repository that is not in the workspace is named", async () => {
  const { error } = await client.GET("/api/pulls", { params: { query: { repo: ["octo-org/nowhere"] } } });

  expect(error).toMatchObject({ status: 404, detail: expect.stringContaining("octo-org/nowhere") });
});

test("an answer that is there already is not sent again, until something in it changes", async () => {
  const list = async (known?: string) =>
    await client.GET("/api/label-groups", {
      params: { header: known === undefined ? {} : { "If-None-Match": known } },
    });
  const etag = (await list()).response.headers.get("etag") ?? "";
  const again = await list(`"other", W/${etag}`);
  await client.PUT("/api/label-groups/{name}", {
    params: { path: { name: "bug" } },
    body: { labels: ["bug", "defect"] },
  });
  const changed = await list(etag);

  expect([again.response.status, await again.response.text()]).toEqual([304, ""]);
  expect(changed.response.status).toBe(200);
  expect(changed.data).toEqual({ groups: [{ name: "bug", labels: ["bug", "defect"] }] });
});

test("a method that an address does not take is refused with those that it takes", async () => {
  const { status, headers } = await ask("/api/metrics", { method: "DELETE" });

  expect(status).toBe(405);
  expect(headers.get("allow")).toBe("GET, HEAD");
});

test.each([
  ["text/plain", "{}", /application\/json/],
  ["application/json", "{", /no JSON/],
  ["application/json", '{"labels":["a\\u0000"]}', /NUL/],
  ["application/json", '{"labels":[],"more":1}', /body/],
])("a body that is %s %s is refused", async (type, text, words) => {
  const init = { method: "PUT", headers: { "Content-Type": type }, body: text };

  expect(await ask("/api/label-groups/x", init)).toMatchObject({
    status: 400,
    body: { detail: expect.stringMatching(words) },
  });
});

test("nobody gets nothing, a stranger's workspace is none, and a key does no more than its scopes", async () => {
  const workspaces = await ask("/api/workspaces");
  server.become({ ...localOwner, userId: randomUUID() });
  const stranger = await ask("/api/repositories?workspace=default");
  const { rows } = await withService(database.db, (tx) =>
    sql<{ id: number }>`
      select id
      from pulse.workspaces
      where slug = 'default'
    `.execute(tx),
  );
  const proof = { kind: "api_key", keyId: "k", workspaceId: rows[0]?.id ?? 0, scopes: ["read"] } as const;
  server.become({ ...localOwner, proof });
  const read = await ask("/api/repositories");
  const refused = await send("PUT", "/api/label-groups/other", { labels: ["x"] });
  server.become(null);

  expect(workspaces).toMatchObject({ status: 200, body: { workspaces: [{ slug: "default", role: "owner" }] } });
  expect(stranger).toMatchObject({ status: 404 });
  expect(read).toMatchObject({ status: 200 });
  expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining("scope write") } });
  expect(await ask("/api/repositories")).toMatchObject({ status: 401 });
});

describe("a change under an Idempotency-Key", () => {
  const under = (key: string) => ({ header: { "Idempotency-Key": key } });
  const invite = async (key: string, body: { readonly login?: string }) =>
    await client.POST("/api/invitations", { params: under(key), body });
  const save = async (key: string, labels: string[]) =>
    await client.PUT("/api/label-groups/{name}", {
      params: { ...under(key), path: { name: "once" } },
      body: { labels },
    });

  test("is made once, and answered the same again", async () => {
    const first = await save("a", ["x"]);
    const again = await save("a", ["x"]);

    expect(first.data).toMatchObject({ is_new: true });
    expect(again.data).toEqual(first.data);
    expect(first.response.headers.get("idempotent-replayed")).toBeNull();
    expect(again.response.headers.get("idempotent-replayed")).toBe("true");
  });

  test("is refused when the key was used for another one, by the same person alone", async () => {
    await save("b", ["x"]);
    const other = await save("b", ["y"]);
    expect(other.error).toMatchObject({ status: 409, detail: expect.stringMatching(/another request/) });

    const userId = randomUUID();
    await withService(database.db, (tx) =>
      sql`
        insert into pulse.memberships (workspace_id, user_id, role)
        select id, ${userId}, 'member'
        from pulse.workspaces
        where slug = 'default'
      `.execute(tx),
    );
    server.become({ ...localOwner, userId });
    expect((await save("b", ["y"])).response.status).toBe(200);
  });

  test("may be tried again after it failed", async () => {
    expect((await save("c", [""])).error).toMatchObject({ status: 400 });
    expect((await save("c", ["x"])).response.status).toBe(200);
  });

  test("is made once by many at once", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, async () => await invite("d", { login: "octocat" })));
    const { data } = await client.GET("/api/invitations");

    const statuses = all.map(({ response }) => response.status);
    expect(statuses.filter((status) => status === 201).length).toBe(1);
    expect(statuses.filter((status) => status === 409).length).toBe(7);
    expect(data?.invitations.length).toBe(1);
  });

  test("whose answer is shown once is told as done, and its secret is kept nowhere", async () => {
    const first = await invite("e", {});
    const again = await invite("e", {});
    const path = first.data?.path ?? "none";
    const kept = await withService(database.db, (tx) =>
      sql<{ text: string }>`select row_to_json(kept)::text as text from pulse.idempotency_keys as kept`.execute(tx),
    );

    expect(again.error).toMatchObject({ status: 409, detail: expect.stringMatching(/done already/) });
    expect(kept.rows.filter(({ text }) => text.includes(path.replace("/join/", "")))).toEqual([]);
  });
});

test("settings are changed one by one, and say what they are then", async () => {
  const before = await client.GET("/api/settings");
  const { data } = await client.PATCH("/api/settings", { body: { response_sla_hours: 8 } });

  expect(data).toEqual({ ...before.data, response_sla_hours: 8 });
});
