// The procedures, command by command: a shell reads every block, and our own program's parser takes every call in it. Whether the platform does
// what they say is tried against a platform of our own, in packages/deploy and apps/cli.
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { spawnSync } from "node:child_process";
import path from "node:path";

import { expect, test } from "vitest";

import { findCommandFault, findShellFault, listPulseCalls } from "./find-command-fault.ts";

const root = path.resolve(import.meta.dirname, "../..");
const pages = ["knowledge/sop/DEPLOY_PULSE_HUB.md", "docs/GITHUB_OAUTH_SETUP.md", "docs/deploy.md"];
const scripts = globSync("infra/pulse-hub/scripts/*.sh", { cwd: root }).toSorted();
const read = (file: string) => readFileSync(path.join(root, file), "utf8");

function blocksOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = "", text = ""]) => {
    if (language !== "sh") throw new Error(`${page} has a block of ${language || "nothing"}, which nobody tries`);
    return text;
  });
}

test.each(pages)("every block of %s is read by a shell, and its calls are taken by our program", (page) => {
  const blocks = blocksOf(page);

  expect(blocks.length).toBeGreaterThan(1);
  expect(blocks.map(findShellFault).filter((fault) => fault !== null)).toEqual([]);
  expect(
    blocks
      .flatMap(listPulseCalls)
      .map(findCommandFault)
      .filter((fault) => fault !== null),
  ).toEqual([]);
});

test.each(pages)("every file that %s names is there, but for those that it says how to make", (page) => {
  const named = [...read(page).matchAll(/(?:infra|docker|knowledge)\/[\w./-]+\w/g)].map(([file]) => file);
  const made = /\.env(\.age)?$/;

  expect(named.filter((file) => !made.test(file) && !existsSync(path.join(root, file)))).toEqual([]);
});

test.each(pages)("links of %s lead somewhere", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = ""]) => link);

  const missing = links.filter(
    (link) => !link.includes("://") && !existsSync(path.join(root, path.dirname(page), link)),
  );
  expect(missing).toEqual([]);
});

test.each(scripts)("%s may be run, is read by a shell, and its calls are taken by our program", (script) => {
  const text = read(script);
  const calls = listPulseCalls(text);

  expect(statSync(path.join(root, script)).mode & 0o111).toBe(0o111);
  expect(findShellFault(text)).toBeNull();
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.map(findCommandFault).filter((fault) => fault !== null)).toEqual([]);
  expect(text).not.toMatch(/\bcurl\b|doctl|\|\| true/);
});

test("the scripts are those that the procedure names", () => {
  expect(scripts.map((script) => path.basename(script))).toEqual([
    "health-check.sh",
    "smoke-test.sh",
    "validate-deployment.sh",
    "validate-env.sh",
  ]);
});

test("checking env files fails where one is missing, before anything is asked", () => {
  const { status, stderr } = spawnSync("sh", [path.join(root, "infra/pulse-hub/scripts/validate-env.sh"), "/nowhere"], {
    encoding: "utf8",
  });

  expect(status).toBe(1);
  expect(stderr).toContain("web.env is missing");
});

test("a deployment that does not answer fails both ways, and says both", () => {
  const { status, stdout, stderr } = spawnSync(
    "sh",
    [path.join(root, "infra/pulse-hub/scripts/validate-deployment.sh"), "http://127.0.0.1:1"],
    { encoding: "utf8", env: { ...process.env, DIGITALOCEAN_ACCESS_TOKEN: "" } },
  );

  expect(status).toBe(1);
  expect(stdout).toContain("SERVICE_UNAVAILABLE");
  expect(stderr).toContain("DIGITALOCEAN_ACCESS_TOKEN");
});
