/** How long a stranger waits: from a clean clone to the first page, part by part, and then from a second start. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { findFreePort } from "@pulse/kit";

import { createReport, medianOf, secondsSince, type Report } from "./report.ts";

const root = path.join(import.meta.dirname, "..");
const startLimitMs = 10 * 60_000;
const laterStarts = 3;

export async function benchUp(): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse bench "));
  try {
    const clone = path.join(folder, "pulse-hub");
    runOrThrow("git", ["clone", "--quiet", root, clone]);
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env["PULSE_HOME"];
    delete env["POSTGRES_URL"];
    const installS = timeOf(() => runOrThrow(path.join(clone, "pulse"), ["--help"], env));
    const first = await startOnce(clone, env);
    const later: number[] = [];
    for (let run = 0; run < laterStarts; run += 1) later.push((await startOnce(clone, env)).firstPageS);
    return createReport("up", [
      { name: "first start, all of it", unit: "s", value: installS + first.firstPageS },
      { name: "first start: Node and packages", unit: "s", value: installS },
      { name: "first start: database made and migrated", unit: "s", value: first.migratedS },
      { name: "first start: web app built (beside the database)", unit: "s", value: first.builtS },
      { name: "first start: first page, after the packages", unit: "s", value: first.firstPageS },
      { name: "second start to first page", unit: "s", value: medianOf(later), runs: later, goal: { atMost: 6 } },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Start = { readonly migratedS: number; readonly builtS: number; readonly firstPageS: number };

async function startOnce(clone: string, env: NodeJS.ProcessEnv): Promise<Start> {
  const port = await findFreePort();
  const startedAt = performance.now();
  const child = spawn(path.join(clone, "pulse"), ["up", "--port", String(port)], { cwd: clone, env });
  const exited = once(child, "close");
  const said = { text: "", migratedS: 0, builtS: 0 };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said.text += chunk.toString();
      if (said.migratedS === 0 && said.text.includes("migrations")) said.migratedS = secondsSince(startedAt);
      if (said.builtS === 0 && said.text.includes("built in")) said.builtS = secondsSince(startedAt);
    });
  }
  try {
    await firstPage({ url: `http://127.0.0.1:${port}/`, hasExited: () => child.exitCode !== null, said });
    return { ...said, firstPageS: secondsSince(startedAt) };
  } finally {
    child.kill("SIGTERM");
    await exited;
  }
}

async function firstPage(input: {
  readonly url: string;
  readonly hasExited: () => boolean;
  readonly said: { readonly text: string };
}): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    if (input.hasExited() || performance.now() > deadline) {
      throw new Error(`./pulse up gave no page. It said:\n${input.said.text.slice(-4000)}`);
    }
    const page = await fetch(input.url).catch(() => null);
    if (page?.ok === true && (await page.text()).includes("<html")) return;
    await delay(20);
  }
}

function timeOf(work: () => void): number {
  const startedAt = performance.now();
  work();
  return secondsSince(startedAt);
}

function runOrThrow(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  const done = spawnSync(program, [...args], { env, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")} exited ${done.status}:\n${done.stderr}`);
}
