// The sh wrapper at the root of the checkout, tried in a copy of its own with an npm that only pretends.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

const source = path.resolve(import.meta.dirname, "../../../pulse");
const tools = [
  "sh",
  "cat",
  "cksum",
  "cut",
  "dirname",
  "grep",
  "id",
  "ln",
  "mkdir",
  "mv",
  "ps",
  "readlink",
  "rm",
  "sed",
  "sleep",
  "tr",
  "uname",
];
let folder: string;
let root: string;
let bin: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pulse wrapper "));
  root = path.join(folder, "a checkout");
  bin = path.join(folder, "bin");
  mkdirSync(path.join(root, "apps/cli/src"), { recursive: true });
  mkdirSync(bin);
  copyFileSync(source, path.join(root, "pulse"));
  writeFileSync(path.join(root, "apps/cli/src/main.ts"), "console.log(JSON.stringify(process.argv.slice(2)));\n");
  writeLock("1.0.0");
  for (const tool of tools) {
    const found = execFileSync("/bin/sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
    symlinkSync(found, path.join(bin, tool));
  }
  addNode(process.execPath);
  // Writes down how it was called, and installs what the lock file says.
  addProgram(
    "npm",
    `echo "$*" >> '${folder}/npm.log'
     case $1 in
       ci) sleep 0.2; mkdir -p node_modules; cat package-lock.json > node_modules/.package-lock.json ;;
       install) mkdir -p "$3/node_modules/node/bin"; ln -s '${process.execPath}' "$3/node_modules/node/bin/node" ;;
     esac`,
  );
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writeLock(version: string): void {
  const lock = { packages: { "": {}, "node_modules/thing": { version } } };
  writeFileSync(path.join(root, "package-lock.json"), JSON.stringify(lock));
}

function addProgram(name: string, script: string): void {
  writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function addNode(target: string): void {
  rmSync(path.join(bin, "node"), { force: true });
  symlinkSync(target, path.join(bin, "node"));
}

type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

async function pulse(
  args: readonly string[],
  input: { readonly program?: string; readonly cwd?: string } = {},
): Promise<Ran> {
  const child = spawn(input.program ?? path.join(root, "pulse"), args, {
    cwd: input.cwd ?? "/",
    env: { NODE_ENV: "test", PATH: bin },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  const [code]: (number | null)[] = await once(child, "close");
  return { code: code ?? null, ...said };
}

function npmCalls(): readonly string[] {
  const file = path.join(folder, "npm.log");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

test("the first run installs and says so, the second asks nobody and says nothing", async () => {
  const first = await pulse(["a b", "--c"]);
  const second = await pulse(["d"]);

  expect(first).toMatchObject({
    code: 0,
    out: '["a b","--c"]\n',
    err: expect.stringContaining("installing the packages"),
  });
  expect(second).toEqual({ code: 0, out: '["d"]\n', err: "" });
  expect(npmCalls()).toHaveLength(1);
  expect(npmCalls()[0]).toMatch(/^ci /);
});

test("what it runs is kept compiled beside the packages, for the next time", async () => {
  await pulse([]);

  expect(readdirSync(path.join(root, ".pulse/compiled"), { recursive: true }).length).toBeGreaterThan(1);
});

test("a lock file that changed is installed again; one that npm was run for by hand is not", async () => {
  await pulse([]);
  writeLock("2.0.0");
  await pulse([]);
  writeLock("3.0.0");
  copyFileSync(path.join(root, "package-lock.json"), path.join(root, "node_modules/.package-lock.json"));

  const last = await pulse([]);

  expect(last.err).toBe("");
  expect(npmCalls()).toHaveLength(2);
});

test("two at once install once", async () => {
  const both = await Promise.all([pulse(["1"]), pulse(["2"])]);

  expect(both.map((ran) => ran.code)).toEqual([0, 0]);
  expect(npmCalls()).toHaveLength(1);
});

test("the lock of an install that was killed does not keep anybody out", async () => {
  mkdirSync(path.join(root, ".pulse"));
  symlinkSync("999999999-1", path.join(root, ".pulse/install.lock"));

  expect(await pulse(["x"])).toMatchObject({ code: 0, out: '["x"]\n' });
  expect(existsSync(path.join(root, ".pulse/install.lock"))).toBe(false);
});

test("an install that fails says what to do, keeps no lock, and is tried again", async () => {
  addProgram("npm", `echo "$*" >> '${folder}/npm.log'; echo planted >&2; exit 1`);

  const first = await pulse([]);
  const second = await pulse([]);

  expect(first).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/planted[^]*run the same command again/),
  });
  expect(second.code).toBe(1);
  expect(npmCalls()).toHaveLength(2);
});

test("links lead to the checkout, from any directory", async () => {
  const link = path.join(folder, "first link");
  symlinkSync("a checkout/pulse", link);
  symlinkSync(link, path.join(folder, "second link"));

  expect(await pulse(["x"], { program: path.join(folder, "second link"), cwd: tmpdir() })).toMatchObject({
    out: '["x"]\n',
  });
});

test("an older Node brings the one that is needed, once", async () => {
  rmSync(path.join(bin, "node"));
  addProgram("node", "echo v20.20.0");

  const first = await pulse(["x"]);
  const second = await pulse(["y"]);

  expect(first).toMatchObject({ code: 0, out: '["x"]\n', err: expect.stringContaining("bringing Node 24") });
  expect(second).toEqual({ code: 0, out: '["y"]\n', err: "" });
  expect(npmCalls().map((call) => call.split(" ")[0])).toEqual(["install", "ci"]);
});

test.each(["v22.17.1", "v23.5.0", "v18.0.0", "nonsense"])("%s is too old", async (version) => {
  rmSync(path.join(bin, "node"));
  addProgram("node", `echo ${version}`);

  expect((await pulse([])).err).toContain("bringing Node 24");
});

test("a machine without Node is told what to install", async () => {
  rmSync(path.join(bin, "node"));

  expect(await pulse([])).toMatchObject({ code: 1, out: "", err: expect.stringContaining("apt install nodejs npm") });
});
