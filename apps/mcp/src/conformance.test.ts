/** The server as programs of others judge it: the official conformance suite, and the inspector at its strictest. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { tools } from "@pulse/actions";
import { afterAll, beforeAll, expect, test } from "vitest";

import { addToken, type TokenAdder } from "../test/add-token.ts";
import { startMcp, type StartedMcp } from "../test/start-mcp.ts";

let mcp: StartedMcp;
let open: TokenAdder;
let home: string;

beforeAll(async () => {
  mcp = await startMcp();
  open = await addToken(mcp.url, mcp.key);
  home = await mkdtemp(path.join(tmpdir(), "pulse conformance "));
});

afterAll(async () => {
  open.close();
  await mcp.close();
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
  "the conformance suite of %s finds nothing, where it asks for no fixtures",
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
  const header = `Authorization: Bearer ${mcp.key}`;
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

const given: Readonly<Record<string, Record<string, unknown>>> = {
  analytics_metric: { metric: "pr.merged" },
  github_get_repo: { owner: "acme", repo: "site" },
  github_list_issues: { owner: "acme", repo: "site", state: "all", limit: 3 },
  github_list_prs: { owner: "acme", repo: "site", state: "all", limit: 3 },
};
// They refuse here, which is an answer too: no runs were read, and nobody may be written to.
const refused: Readonly<Record<string, Record<string, unknown>>> = {
  github_get_workflow_runs: { owner: "acme", repo: "site" },
  github_create_issue: { owner: "acme", repo: "site", title: "x" },
};

test("the inspector calls every tool and finds each answer fit for its schema", async () => {
  const found = [];
  for (const { name } of tools) {
    const params = JSON.stringify(refused[name] ?? given[name] ?? {});
    const { code } = await inspect("--method", "tools/call", "--tool-name", name, "--tool-args-json", params);
    found.push([name, code]);
  }

  const toolError = 5;
  expect(found).toEqual(tools.map(({ name }) => [name, name in refused ? toolError : 0]));
});
