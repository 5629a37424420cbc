// The API against a real database, and every answer held to the schema that describes it, strictly: nothing is said that is not described.
import { randomUUID } from "node:crypto";

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
let repository: string;

beforeAll(async () => {
  database = await createTestDatabase();
  repository = await importInvented(database, 7);
  await importInvented(database, 8);
  server = await startApiServer(database, { routes: apiRoutes });
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

type Page = {
  readonly items: readonly { readonly id: number; readonly created_at: string }[];
  readonly next: string | null;
};

async function pageOf(path: string): Promise<Page> {
  const { status, body } = await ask(path);
  expect(status).toBe(200);
  return z
    .object({ items: z.array(z.looseObject({ id: z.int(), created_at: z.string() })), next: z.string().nullable() })
    .parse(body);
}

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
  const all = await pageOf("/api/pulls?limit=1000");
  const seen: number[] = [];
  let next: string | null = "";
  for (let page = 0; next !== null && page < 100; page++) {
    const cursor: string = next === "" ? "" : `&cursor=${next}`;
    const got: Page = await pageOf(`/api/pulls?limit=7${cursor}`);
    seen.push(...got.items.map(({ id }) => id));
    ({ next } = got);
  }

  expect(all.items.length).toBe(120);
  expect(seen).toEqual(all.items.map(({ id }) => id));
  const times = all.items.map(({ created_at: at }) => at);
  expect(times).toEqual(times.toSorted().toReversed());
});

test("a list is narrowed by repository, state, person and time together", async () => {
  const [first] = (await pageOf(`/api/pulls?repo=${repository}&state=merged&limit=1000`)).items;
  const { author } = z.looseObject({ author: z.string() }).parse(first);
  const from = "2025-02-01T00:00:00Z";
  const found = await ask(`/api/pulls?repo=${repository}&state=merged&person=${author}&since=${from}&limit=1000`);

  const { items } = z.object({ items: z.array(z.looseObject({})).min(1) }).parse(found.body);
  const kept = items.filter(
    (item) => item["repository"] === repository && item["state"] === "merged" && item["author"] === author,
  );
  expect(kept).toEqual(items);
  expect(items.every((item) => String(item["created_at"]) >= from.replace("Z", ".000Z"))).toBe(true);
});

test("of fields only those that were asked for are sent", async () => {
  const { body } = await ask("/api/issues?fields=number,title&limit=2");

  const { items } = z.object({ items: z.array(z.strictObject({ number: z.int(), title: z.string() })) }).parse(body);
  expect(items.length).toBe(2);
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
  const { next } = await pageOf("/api/pulls?limit=1");
  expect(await ask(`/api/issues?cursor=${next ?? ""}`)).toMatchObject({ status: 400 });
});

test("a repository that is not in the workspace is named", async () => {
  const { status, body } = await ask("/api/pulls?repo=octo-org/nowhere");

  expect(status).toBe(404);
  expect(body).toMatchObject({ detail: expect.stringContaining("octo-org/nowhere") });
});

test("an answer that is there already is not sent again, until something in it changes", async () => {
  const first = await ask("/api/label-groups");
  const etag = first.headers.get("etag") ?? "";
  const again = await ask("/api/label-groups", { headers: { "If-None-Match": `"other", W/${etag}` } });
  await send("PUT", "/api/label-groups/bug", { labels: ["bug", "defect"] });
  const changed = await ask("/api/label-groups", { headers: { "If-None-Match": etag } });

  expect(again).toMatchObject({ status: 304, body: null });
  expect(changed).toMatchObject({ status: 200, body: { groups: [{ name: "bug", labels: ["bug", "defect"] }] } });
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
  const invite = async (key: string, body: unknown) =>
    await ask("/api/invitations", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(body),
    });
  const save = async (key: string, labels: readonly string[]) =>
    await ask("/api/label-groups/once", {
      method: "PUT",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify({ labels }),
    });

  test("is made once, and answered the same again", async () => {
    const first = await save("a", ["x"]);
    const again = await save("a", ["x"]);

    expect(first).toMatchObject({ status: 200, body: { is_new: true } });
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });

  test("is refused when the key was used for another one, by the same person alone", async () => {
    await save("b", ["x"]);
    expect(await save("b", ["y"])).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/another request/) },
    });

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
    expect(await save("b", ["y"])).toMatchObject({ status: 200 });
  });

  test("may be tried again after it failed", async () => {
    expect(await save("c", [""])).toMatchObject({ status: 400 });
    expect(await save("c", ["x"])).toMatchObject({ status: 200 });
  });

  test("is made once by many at once", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, async () => await invite("d", { login: "octocat" })));
    const { body } = await ask("/api/invitations");

    expect(all.filter(({ status }) => status === 201).length).toBe(1);
    expect(all.filter(({ status }) => status === 409).length).toBe(7);
    expect(z.object({ invitations: z.array(z.looseObject({})) }).parse(body).invitations.length).toBe(1);
  });

  test("whose answer is shown once is told as done, and its secret is kept nowhere", async () => {
    const first = await invite("e", {});
    const again = await invite("e", {});
    const { path } = z.looseObject({ path: z.string() }).parse(first.body);
    const kept = await withService(database.db, (tx) =>
      sql<{ text: string }>`select row_to_json(kept)::text as text from pulse.idempotency_keys as kept`.execute(tx),
    );

    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/done already/) } });
    expect(kept.rows.filter(({ text }) => text.includes(path.replace("/join/", "")))).toEqual([]);
  });
});

test("settings are changed one by one, and say what they are then", async () => {
  const before = await ask("/api/settings");
  const { body } = await send("PATCH", "/api/settings", { response_sla_hours: 8 });

  expect(body).toEqual({ ...z.looseObject({}).parse(before.body), response_sla_hours: 8 });
});
