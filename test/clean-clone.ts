/**
 * Not part of every run, since it installs everything anew: clones HEAD into a temporary folder with a space in its
 * path and does what the README's first lines say. Run: node test/clean-clone.ts
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { generateHistory, toArchive } from "@pulse/github-replica";
import { findFreePort } from "@pulse/kit";
import { z } from "zod";

const root = path.join(import.meta.dirname, "..");
const limitMs = 15 * 60_000;
const say = (text: string) => void process.stderr.write(`${text}\n`);
const started = performance.now();
const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;

const folder = mkdtempSync(path.join(tmpdir(), "pulse clean clone "));
const clone = path.join(folder, "a clone");
const env = { ...process.env };
delete env["PULSE_HOME"];

execFileSync("git", ["-c", "safe.directory=*", "clone", "--quiet", root, clone]);
const commands = readFirstCommands(path.join(clone, "README.md"));
say(`${seconds()}: cloned into ${clone}. The README begins with: ${commands.join(" · ")}`);
if (!commands.some((line) => line.startsWith("./pulse up")))
  throw new Error("The README does not begin with ./pulse up.");

const port = String(await findFreePort());
const up = spawn("./pulse", ["up", "--port", port], { cwd: clone, env, stdio: ["ignore", "inherit", "inherit"] });
const exited = once(up, "close");
let isDone = false;
try {
  const url = await waitForPage();
  say(`${seconds()}: the first page answers at ${url}`);
  importArchive();
  const answer: unknown = await (await fetch(`${url}/api/metrics/pr.merged`)).json();
  const { n } = z.object({ n: z.number().positive() }).parse(answer);
  say(`${seconds()}: an archive is imported; the API counts ${n} merged pull requests`);
  isDone = true;
} finally {
  up.kill("SIGTERM");
  await exited;
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(isDone ? "The README's first commands work from a clean clone.\n" : "");

/** The lines of the README's first code block that call the program. */
function readFirstCommands(readme: string): string[] {
  const block = /```[a-z]*\n([\s\S]*?)```/.exec(readFileSync(readme, "utf8"))?.[1] ?? "";
  return block.split("\n").filter((line) => line.startsWith("./pulse"));
}

async function waitForPage(): Promise<string> {
  const runFile = path.join(clone, ".pulse/run.json");
  while (performance.now() - started < limitMs) {
    if (up.exitCode !== null) throw new Error(`./pulse up exited ${up.exitCode}.`);
    try {
      const { web } = z.object({ web: z.object({ url: z.string() }) }).parse(JSON.parse(readFileSync(runFile, "utf8")));
      if ((await fetch(`${web.url}/api/ready`)).ok) return web.url;
    } catch {
      // Not written, or not listening yet.
    }
    await delay(250);
  }
  throw new Error(`No page within ${limitMs} ms.`);
}

function importArchive(): void {
  const asOf = new Date();
  const from = new Date(asOf.getTime() - 200 * 86_400_000);
  const shape = { repository: "acme/lighthouse", seed: 3, from, asOf, issues: 60, pullRequests: 200, people: 8 };
  const file = path.join(folder, "lighthouse.archive.json");
  writeFileSync(file, JSON.stringify(toArchive(generateHistory(shape))));
  execFileSync("./pulse", ["import", "archive", file], { cwd: clone, env, stdio: ["ignore", "inherit", "inherit"] });
}
