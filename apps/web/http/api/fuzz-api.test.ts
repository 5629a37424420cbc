// Schemathesis, which others wrote, makes requests from the description: right ones, wrong ones and odd ones. Nothing that is answered may
// be missing in the description, and nothing may break.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

import { readKeyRing } from "@pulse/db";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startReplica, type Replica } from "@pulse/github-replica";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { ensurePythonTools } from "../../../../test/python/ensure-python-tools.ts";
import { importInvented, startApiServer, type ApiServer } from "../../test/api-server.ts";
import { defineRoute, type ApiRoute } from "./api-route.ts";
import { describeApi } from "./describe-api.ts";
import { noParams, noQuery } from "./fields.ts";
import { apiRoutes } from "./routes/api-routes.ts";

const timeoutMs = 600_000;

let tools: string;
let database: TestDatabase;
let replica: Replica;
let platform: LocalPlatform;
let folder: string;

beforeAll(async () => {
  tools = ensurePythonTools();
  database = await createTestDatabase();
  await importInvented(database, 7);
  replica = await startReplica();
  platform = await startLocalPlatform({ now: new Date() });
  folder = await mkdtemp(path.join(tmpdir(), "pulse fuzz "));
}, timeoutMs);

afterAll(async () => {
  await replica.close();
  await platform.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

type Report = { readonly status: number | null; readonly said: string };

// 400 for what a schema cannot say (a repository that is none, a zone that is none) is an answer like others.
const checks =
  "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,negative_data_rejection,unsupported_method";

async function fuzz(server: ApiServer, routes: readonly ApiRoute[]): Promise<Report> {
  // The door, which the description tells of, is not part of this server.
  const { security: _security, ...description } = describeApi({ routes, version: "1.0.0", isWhole: false });
  const file = path.join(folder, "openapi.json");
  await writeFile(file, JSON.stringify(description));
  const args = ["run", file, "--url", server.url, "--checks", checks, "--max-examples", "5", "--no-color"];
  const settings = ["--phases", "examples,coverage,fuzzing", "--generation-deterministic"];
  const child = spawn(path.join(tools, "schemathesis"), [...args, ...settings], { cwd: folder });
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const said = `${out}${error}`;
  return { status: child.exitCode, said: said.replaceAll(/^.{400}.*$/gm, (line) => `${line.slice(0, 400)}…`) };
}

test(
  "nothing that is asked from the description breaks, or is answered as the description does not say",
  { timeout: timeoutMs },
  async () => {
    const keys = readKeyRing(randomBytes(32).toString("base64"));
    const server = await startApiServer(database, {
      routes: apiRoutes,
      github: { apiUrl: replica.apiUrl, keys, token: null },
      deploy: { apiUrl: platform.apiUrl, token: platform.token },
    });
    const { status, said } = await fuzz(server, apiRoutes);
    await server.close();

    expect(status === 0 ? "" : said).toBe("");
  },
);

test(
  "a route that says what it does not describe, and one that breaks, are found",
  { timeout: timeoutMs },
  async () => {
    const definition = { method: "get", group: "planted", summary: "planted", scope: "read", body: null } as const;
    const shape = { params: noParams, query: noQuery, answer: z.object({ n: z.int() }) };
    const routes = [
      defineRoute({ ...definition, ...shape, path: "/api/says", name: "says", run: () => Promise.resolve(planted) }),
      defineRoute({
        ...definition,
        ...shape,
        path: "/api/breaks",
        name: "breaks",
        run: () => Promise.reject(new Error()),
      }),
    ];
    const server = await startApiServer(database, { routes });
    const { status, said } = await fuzz(server, routes);
    await server.close();

    expect(status).toBe(1);
    expect(said).toMatch(/GET \/api\/says[^]*Response violates schema/);
    expect(said).toMatch(/GET \/api\/breaks[^]*Server error/);
  },
);

const planted: { readonly n: number } = { n: 0.5 };
