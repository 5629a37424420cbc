/** npm itself, against a registry of this test's own: what it answers, how the check tells it. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, afterEach, beforeAll, expect, it } from "vitest";

import { auditDependencies, describeAudit, type Audit } from "./audit-dependencies.ts";

let root: string;
let server: Server | null = null;

const lock = (isDev: boolean) => ({
  name: "planted",
  version: "1.0.0",
  lockfileVersion: 3,
  packages: {
    "": { name: "planted", version: "1.0.0", [isDev ? "devDependencies" : "dependencies"]: { holey: "1.0.0" } },
    "node_modules/holey": { version: "1.0.0", ...(isDev ? { dev: true } : {}) },
  },
});

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "pulse audit "));
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

afterAll(() => rmSync(root, { recursive: true }));

const packument = { name: "holey", "dist-tags": {}, versions: { "1.0.0": { name: "holey", version: "1.0.0" } } };

type Registry = { readonly status: number; readonly body: unknown; readonly isDev?: boolean };

async function audit({ status, body, isDev = false }: Registry): Promise<Audit> {
  writeFileSync(path.join(root, "package.json"), JSON.stringify(lock(isDev).packages[""]));
  writeFileSync(path.join(root, "package-lock.json"), JSON.stringify(lock(isDev)));
  server = createServer((request, response) => {
    request.resume();
    // Of a package with a hole npm reads which versions there are, to say which of them are free of it.
    const answer = request.method === "GET" ? packument : body;
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return await auditDependencies(root, {
    npm_config_registry: `http://127.0.0.1:${port}/`,
    // npm keeps what it was told of an advisory, and each test tells something else.
    npm_config_cache: mkdtempSync(path.join(root, "cache ")),
  });
}

const advisory = (severity: string) => ({
  holey: [{ id: 1, title: "Lets anybody in", severity, vulnerable_versions: "<2.0.0", url: "http://localhost/1" }],
});

it("names a package that ships with a high hole, and fails", async () => {
  const found = await audit({ status: 200, body: advisory("high") });

  expect(found).toMatchObject({ kind: "holes", lines: [expect.stringMatching(/^holey .*high, Lets anybody in/)] });
  expect(describeAudit(found)).toMatch(/^FAILED dependencies\n +holey/);
});

it.each([
  ["nothing is known against any", { status: 200, body: {} }],
  ["the hole is a low one", { status: 200, body: advisory("low") }],
  ["the package only tests", { status: 200, body: advisory("critical"), isDev: true }],
])("is content where %s", async (_, registry) => {
  expect(await audit(registry)).toEqual({ kind: "clean" });
});

it.each([404, 405, 500])("says plainly that it knows nothing when the registry answers %i", async (status) => {
  const found = await audit({ status, body: {} });

  expect(found).toEqual({ kind: "not_asked", reason: `status ${status}` });
  expect(describeAudit(found)).toMatch(/^NOT CHECKED dependencies: .*nothing is known/);
});

it("says so too when there is no registry, or no npm", async () => {
  const away = await auditDependencies(root, { npm_config_registry: "http://127.0.0.1:9/" });
  const missing = await auditDependencies(root, { PATH: "/nowhere" });

  expect(away.kind).toBe("not_asked");
  expect(missing).toEqual({ kind: "not_asked", reason: "npm cannot be started" });
});
