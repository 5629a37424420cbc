/** The server as programs of others judge it: the official conformance suite, and the inspector at its strictest. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { tools } from "@pulse/actions";
import { readKeyRing, switchBiLogin } from "@pulse/db";
import { afterAll, beforeAll, expect, test } from "vitest";

import { addToken, type TokenAdder } from "../test/add-token.ts";
import { addFixtures } from "../test/conformance/add-fixtures.ts";
import { startMcp, type StartedMcp } from "../test/start-mcp.ts";

let mcp: StartedMcp;
let fixtures: StartedMcp;
let open: TokenAdder;
let home: string;
/** For everything that there is. */
let key: string;

beforeAll(async () => {
  mcp = await startMcp();
  key = (await mcp.makeKey(["read", "write", "sql"])).key;
  fixtures = await startMcp({}, addFixtures);
  open = await addToken(fixtures.url, fixtures.key);
  home = await mkdtemp(path.join(tmpdir(), "pulse conformance "));
});

afterAll(async () => {
  open.close();
  await mcp.close();
  await fixtures.close();
  await rm(home, { recursive: true, force: true });
});

async function run(
  script: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: home,
    // The inspector keeps notes in the home folder.
    env: { NODE_ENV: "test", PATH: process.env["PATH"], HOME: home, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, said };
}

const require = createRequire(import.meta.url);
const conformance = path.join(
  path.dirname(require.resolve("@modelcontextprotocol/conformance/package.json")),
  "dist/index.js",
);

test.each(["2025-11-25", "2026-07-28"])(
  "the conformance suite of %s finds nothing but what wants a server with sessions",
  async (version) => {
    const { code, said } = await run(conformance, [
      "server",
      "--url",
      `${open.url}/mcp`,
      "--requirements",
      version,
      "--expected-failures",
      path.join(import.meta.dirname, "../test/conformance", `${version}.yml`),
      "-o",
      path.join(home, version),
    ]);

    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
  },
);

const inspector = path.join(
  path.dirname(require.resolve("@modelcontextprotocol/inspector/package.json")),
  "clients/launcher/build/index.js",
);

async function inspect(...asked: readonly string[]) {
  const header = `Authorization: Bearer ${key}`;
  const server = ["--cli", `${mcp.url}/mcp`, "--transport", "http", "--header", header, "--stored-auth-only"];
  return await run(inspector, [...server, "--format", "json", "-q", ...asked]);
}

test.each([["tools/list", "--strict"], ["resources/list"], ["resources/templates/list"], ["prompts/list"]])(
  "the inspector finds nothing in %s",
  async (...method) => {
    const { code, said } = await inspect("--method", ...method);

    expect({ code, isAnswered: said.startsWith("{") }).toEqual({ code: 0, isAnswered: true });
  },
);

/** What there is to ask for by number: an issue and a pull request of the made-up history. */
async function numbersOf(tool: string): Promise<number> {
  const answer = await fetch(`${mcp.url}/execute`, {
    method: "POST",
    headers: { authorization: `Bearer ${mcp.key}`, "content-type": "application/json" },
    body: JSON.stringify({ tool, params: { ...site, state: "all", limit: 1 } }),
  });
  const numbers = /"number":(\d+)/.exec(await answer.text());
  return Number(numbers?.[1]);
}

const site = { owner: "acme", repo: "site" };
// They refuse here, which is an answer too: nobody may be written to, and nobody reads this repository at GitHub.
const refused: Readonly<Record<string, Record<string, unknown>>> = {
  github_get_workflow_runs: site,
  github_get_run_jobs: { ...site, run_id: 1 },
  github_get_job_log: { ...site, job_id: 1 },
  github_create_issue: { ...site, title: "x" },
  github_add_issue_comment: { ...site, number: 1, body: "x" },
  github_label_issue: { ...site, number: 1, add: ["x"] },
  github_assign_issue: { ...site, number: 1, add: ["x"] },
  github_request_review: { ...site, number: 1, reviewers: ["x"] },
  github_dispatch_workflow: { ...site, workflow_id: "ci.yml", ref: "main" },
  github_rerun_workflow: { ...site, run_id: 1 },
};

test("the inspector calls every tool and finds each answer fit for its schema", async () => {
  const given: Readonly<Record<string, Record<string, unknown>>> = {
    analytics_metric: { metric: "pr.merged" },
    analytics_query: { sql: "select repository_id, full_name, pushed_at from metrics.repositories" },
    github_get_repo: site,
    github_list_issues: { ...site, state: "all", limit: 3 },
    github_get_issue: { ...site, number: await numbersOf("github_list_issues") },
    github_search_issues: { query: "bug" },
    github_list_prs: { ...site, state: "all", limit: 3 },
    github_get_pr: { ...site, number: await numbersOf("github_list_prs") },
  };
  const call = async ({ name }: (typeof tools)[number]) => {
    const params = JSON.stringify(refused[name] ?? given[name] ?? {});
    const { code } = await inspect("--method", "tools/call", "--tool-name", name, "--tool-args-json", params);
    return [name, code];
  };

  const keys = readKeyRing(Buffer.alloc(32, 1).toString("base64"));
  await switchBiLogin(mcp.database.db, { workspaceId: mcp.workspaceId, keys });
  const found = [];
  // Two at a time: nearly all of a call is the start of the inspector.
  for (let at = 0; at < tools.length; at += 2) found.push(...(await Promise.all(tools.slice(at, at + 2).map(call))));

  await switchBiLogin(mcp.database.db, { workspaceId: mcp.workspaceId, keys: null });
  const toolError = 5;
  expect(found).toEqual(tools.map(({ name }) => [name, name in refused ? toolError : 0]));
});
