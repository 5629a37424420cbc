import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

const spec = {
  name: "shop",
  services: [
    {
      name: "shop-web",
      image: { registry_type: "GHCR", repository: "web", digest: `sha256:${"a".repeat(64)}` },
      http_port: 3000,
      health_check: { http_path: "/" },
    },
  ],
};
// Drawn anew, since one that stands somewhere looks like one that has leaked.
const token = `ghp_${createHash("sha256").update(String(process.pid)).digest("hex").slice(0, 36)}`;
let database: TestDatabase;
let folder: string;
let local: LocalPlatform;
let github: Server;
let githubUrl: string;
let exchange: string;
let remaining: number;
const cwd = process.cwd();

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "pulse deploy online "));
  process.chdir(folder);
  local = await startLocalPlatform({ now: new Date() });
  local.addApp(spec);
  github = createServer((request, response) => {
    const isToken = request.url?.includes("access_token") === true;
    const isKnown = request.headers.authorization === `Bearer ${token}`;
    response.writeHead(isToken || isKnown ? 200 : 401, {
      "content-type": "application/json",
      "x-oauth-scopes": "repo",
      "x-ratelimit-limit": "5000",
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset": "1790000000",
      "x-ratelimit-resource": "core",
    });
    // GitHub answers 200 to a client that it does not know, with the error in the body.
    response.end(JSON.stringify(isToken ? { error: exchange } : {}));
  });
  await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
  githubUrl = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
});

afterAll(async () => {
  process.chdir(cwd);
  await new Promise((resolve) => github.close(resolve));
  await local.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  exchange = "bad_verification_code";
  remaining = 4000;
});

async function checkFile(values: Readonly<Record<string, string>>, ...more: readonly string[]) {
  const file = path.join(folder, "web.env");
  await writeFile(
    file,
    Object.entries(values)
      .map(([key, value]) => `${key}="${value}"\n`)
      .join(""),
  );
  await writeFile(path.join(folder, "spec.json"), JSON.stringify(spec));
  const argv = ["deploy", "check", "--spec", path.join(folder, "spec.json"), "--env", `web=${file}`, "--json", ...more];
  const env = { PULSE_HOME: folder, DIGITALOCEAN_ACCESS_TOKEN: local.token, DIGITALOCEAN_API_URL: local.apiUrl };
  const { code, out, talk } = await runPulse(argv, env, { root: folder });
  const { findings } = JSON.parse(out) as { findings: { file: string; line: number; code: string; cause: string }[] };
  return {
    code,
    talk,
    found: findings.map(({ file, line, code: what }) => [path.basename(file), line, what]),
    findings,
  };
}

const good = () => ({
  POSTGRES_URL: database.url,
  GITHUB_OAUTH_CLIENT_ID: "Ov23liAbCdEfGhIjKlMn",
  GITHUB_OAUTH_CLIENT_SECRET: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
  GITHUB_URL: githubUrl,
  GITHUB_API_URL: githubUrl,
  GITHUB_TOKEN: token,
  NEXTAUTH_URL: local.site.url,
});

const asked = ({ found }: Awaited<ReturnType<typeof checkFile>>) =>
  found.filter(
    ([, , code]) =>
      ![
        "ENV_VAR_PARSE_ERROR",
        "ENV_VAR_MISSING",
        "ENV_VAR_INVALID",
        "SPEC_VALIDATION_ERROR",
        "WRONG_VERSION_RUNS",
      ].includes(String(code)),
  );

test("what the platform, the database and GitHub are content with is no finding", async () => {
  expect(asked(await checkFile(good()))).toEqual([]);
});

test.each([
  ["DATABASE_CONNECTION_ERROR", 1, { POSTGRES_URL: "postgres://nobody:x@127.0.0.1:9/none" }],
  ["OAUTH_REDIRECT_404", 7, { NEXTAUTH_URL: "https://old.example.com" }],
] as const)("%s is found on line %i, with nothing of the password said", async (code, line, wrong) => {
  const checked = await checkFile({ ...good(), ...wrong });

  expect(asked(checked)).toEqual([["web.env", line, code]]);
  expect(JSON.stringify(checked.findings)).not.toContain(":x@");
  expect(checked.code).toBe(1);
});

test("a pooler in the place of the database itself is found before anybody is asked", async () => {
  const checked = await checkFile({ ...good(), POSTGRES_DIRECT_URL: "postgres://user:secret@db.example.com:6543/x" });

  expect(asked(checked)).toEqual([["web.env", 8, "DATABASE_CONNECTION_ERROR"]]);
});

test("OAUTH_CLIENT_INVALID is found in the body of GitHub's 200", async () => {
  exchange = "incorrect_client_credentials";

  expect(asked(await checkFile(good()))).toEqual([["web.env", 3, "OAUTH_CLIENT_INVALID"]]);
});

test("GITHUB_API_RATE_LIMIT is a warning while little is left", async () => {
  remaining = 7;

  expect(asked(await checkFile(good()))).toEqual([["web.env", 6, "GITHUB_API_RATE_LIMIT"]]);
});

test("what the platform refuses of a spec is told in its words, and a quota as one", async () => {
  local.fault({
    path: /propose/,
    how: {
      kind: "status",
      status: 422,
      id: "unprocessable_entity",
      message: "You have reached the maximum number of apps",
    },
  });

  const checked = await checkFile(good());

  expect(asked(checked)).toEqual([["spec.json", 1, "RESOURCE_QUOTA_EXCEEDED"]]);
});

test("--offline asks nobody", async () => {
  const before = local.exchanges.length;

  await checkFile(good(), "--offline");

  expect(local.exchanges.length).toBe(before);
});

test("what is not committed, and a branch that was never pushed, are said", async () => {
  execFileSync("git", ["init", "-q", folder]);

  const { findings } = await checkFile(good());

  const said = findings.filter(({ file }) => file === "git").map(({ cause }) => cause);
  expect(said).toEqual([
    expect.stringContaining("changed and not committed"),
    expect.stringContaining("follows none at GitHub"),
  ]);
  await rm(path.join(folder, ".git"), { recursive: true, force: true });
});
