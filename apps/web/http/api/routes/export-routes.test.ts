// A file is asked for, written by a worker, and fetched by HTTP as download managers do: in stretches, after a break, only by who asked.
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { get } from "node:http";

import { doNextExport } from "@pulse/actions";
import { withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { importInvented, localOwner, startApiServer, type ApiServer } from "../../../test/api-server.ts";
import { exportRoutes } from "./export-routes.ts";

const summarySchema = z.looseObject({ id: z.int(), state: z.string(), size_bytes: z.int() });

let database: TestDatabase;
let server: ApiServer;
let file: Buffer;
let address: string;
/** What was answered to who asked, and to who would not wait. */
let early: readonly number[];

beforeAll(async () => {
  database = await createTestDatabase();
  await importInvented(database, 7);
  await withService(database.db, (tx) =>
    sql`update pulse.pull_requests set title = repeat(md5(number::text), 2000)`.execute(tx),
  );
  server = await startApiServer(database, { routes: exportRoutes });
  const asked = await send("/api/exports", { question: { what: "items", kind: "pull_request" }, format: "jsonl" });
  const { id } = summarySchema.parse(await asked.json());
  address = `${server.url}/api/exports/${id}/file`;
  early = [asked.status, (await fetch(address)).status];
  const logger = createLogger({ name: "test", level: "silent" });
  const signal = new AbortController().signal;
  await doNextExport({ db: database.db, clock: systemClock, logger, workerId: "test", signal });
  file = Buffer.from(await (await fetch(address)).arrayBuffer());
});

afterEach(() => {
  server.become(localOwner);
});

afterAll(async () => {
  await server.close();
  await database.drop();
});

async function send(path: string, body: unknown): Promise<Response> {
  const headers = { "Content-Type": "application/json" };
  return await fetch(new URL(path, server.url), { method: "POST", headers, body: JSON.stringify(body) });
}

const ask = async (headers: Readonly<Record<string, string>>, method = "GET"): Promise<Response> =>
  await fetch(address, { headers, method });

const etag = (): string => `"${createHash("sha256").update(file).digest("hex")}"`;

test("asking is accepted, and a file is not there before it is written", () => {
  expect(early).toEqual([202, 409]);
});

test("the whole file is known by its hash, and is not sent to who has it", async () => {
  const head = await ask({}, "HEAD");
  const known = await ask({ "If-None-Match": `W/"x", ${etag()}` });

  expect(file.length).toBeGreaterThan(3_000_000);
  expect(head.status).toBe(200);
  expect(Object.fromEntries(head.headers)).toMatchObject({
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
    "content-disposition": 'attachment; filename="pull_requests.jsonl"',
    "content-length": String(file.length),
    etag: etag(),
  });
  expect(known.status).toBe(304);
});

test("a download that breaks off goes on where it was, and comes out whole", async () => {
  const broken: Buffer[] = [];
  const request = get(address);
  const [response] = z.tuple([z.custom<AsyncIterable<Buffer>>()]).parse(await once(request, "response"));
  for await (const chunk of response) {
    broken.push(chunk);
    if (Buffer.concat(broken).length > 1_500_000) break;
  }
  request.destroy();
  const had = Buffer.concat(broken);

  const rest = await ask({ Range: `bytes=${had.length}-`, "If-Range": etag() });
  expect(rest.status).toBe(206);
  expect(rest.headers.get("content-range")).toBe(`bytes ${had.length}-${file.length - 1}/${file.length}`);
  expect(Buffer.concat([had, Buffer.from(await rest.arrayBuffer())]).equals(file)).toBe(true);
});

test("of a file that is another by now the whole is sent, and beyond its end there is nothing", async () => {
  const other = await ask({ Range: "bytes=10-", "If-Range": '"another"' });
  const beyond = await ask({ Range: `bytes=${file.length}-` });

  expect([other.status, (await other.arrayBuffer()).byteLength]).toEqual([200, file.length]);
  expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${file.length}`]);
});

test("somebody else of the same workspace is told of no such file", async () => {
  const userId = randomUUID();
  await withService(database.db, (tx) =>
    sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      select id, ${userId}, 'owner' from pulse.workspaces
    `.execute(tx),
  );
  server.become({ ...localOwner, userId });

  expect((await ask({})).status).toBe(404);
  expect(await (await fetch(new URL("/api/exports", server.url))).json()).toEqual({ exports: [] });
  expect((await fetch(new URL(address.replace("/file", "")), { method: "DELETE" })).status).toBe(404);
});

test("a file whose day is over is gone at once, also before it is deleted", async () => {
  await withService(database.db, (tx) =>
    sql`update pulse.exports set expires_at = now() - interval '1 second'`.execute(tx),
  );
  expect((await ask({})).status).toBe(404);
});
