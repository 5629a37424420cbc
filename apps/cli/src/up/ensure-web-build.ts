import { spawn } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

import { AppError } from "@pulse/kit";

import { childEnv } from "../env.ts";
import { hashBuildInputs } from "./build-inputs.ts";
import { waitForLock } from "./wait-for-lock.ts";

type BuildContext = {
  readonly root: string;
  readonly home: string;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
};

const shownLines = 40;

/**
 * Builds the web app unless it was built from the very same files. Throws `unavailable` with the end of the build's
 * output when it fails.
 */
export async function ensureWebBuild(ctx: BuildContext): Promise<void> {
  // The build lies in the checkout, so one lock serves every installation that runs from it.
  const lock = await waitForLock({
    file: path.join(ctx.root, ".pulse", "web-build.lock"),
    label: "./pulse up",
    signal: ctx.signal,
    onWait: (holder) => {
      ctx.log(`${holder} is building the web app; waiting for it`);
    },
  });
  try {
    const hash = await hashBuildInputs(ctx.root);
    if ((await readFile(stampFile(ctx.root), "utf8").catch(() => "")) === hash) return;
    await build(ctx);
    await writeFile(stampFile(ctx.root), hash);
  } finally {
    await lock.release();
  }
}

/** Beside the build, so that whoever removes the one removes the other. */
function stampFile(root: string): string {
  return path.join(root, "apps", "web", ".next", "built-from");
}

async function build(ctx: BuildContext): Promise<void> {
  const webDir = path.join(ctx.root, "apps", "web");
  const startedAt = performance.now();
  ctx.log("building the web app, because its files changed or it is the first time (about a minute)");
  await rm(stampFile(ctx.root), { force: true });
  const next = createRequire(path.join(webDir, "package.json")).resolve("next/dist/bin/next");
  const { code, output } = await run([path.join(import.meta.dirname, "build-runner.ts"), next, "build"], {
    cwd: webDir,
    signal: ctx.signal,
  });
  ctx.signal.throwIfAborted();
  const logFile = path.join(ctx.home, "logs", "web-build.log");
  await mkdir(path.dirname(logFile), { recursive: true });
  await writeFile(logFile, output);
  if (code !== 0) {
    const end = output.trimEnd().split("\n").slice(-shownLines).join("\n  ");
    throw new AppError("unavailable", `The web app could not be built. All of it is in ${logFile}; the end:\n  ${end}`);
  }
  ctx.log(`built in ${Math.round((performance.now() - startedAt) / 1000)} s`);
}

async function run(
  args: readonly string[],
  options: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: childEnv({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" }),
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  // The build has workers of its own: the whole process group is ended.
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  };
  options.signal.addEventListener("abort", kill, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return { code, output: stripVTControlCharacters(said.join("")) };
  } finally {
    options.signal.removeEventListener("abort", kill);
  }
}
