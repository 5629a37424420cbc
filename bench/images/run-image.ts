import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { findFreePort } from "@pulse/kit";
import { z } from "zod";

import { secondsSince } from "../report.ts";
import { buildah, startBuildah } from "./buildah.ts";

type Env = Readonly<Record<string, string>>;
type Healthy = { readonly seconds: number; readonly userId: number };

const limitMs = 120_000;
const config = z.object({
  Docker: z.object({
    config: z.object({
      Cmd: z.array(z.string()),
      Healthcheck: z.object({ Test: z.tuple([z.literal("CMD")], z.string()) }),
    }),
  }),
});

/** Runs the image as a platform would until its own health check says that it is well; then ends it. */
export async function runImage(
  image: string,
  { env, portName }: { readonly env: Env; readonly portName: string },
): Promise<Healthy> {
  const { Cmd: command, Healthcheck: health } = config.parse(JSON.parse(buildah(["inspect", "--type", "image", image])))
    .Docker.config;
  // Others of this machine may listen on the usual port, and would answer in its place.
  const port = String(await findFreePort());
  const [, ...usual] = health.Test;
  const check = usual.map((word) => word.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
  const container = buildah(["from", image]);
  const startedAt = performance.now();
  const running = startBuildah(["run", ...flagsOf({ ...env, [portName]: port }), container, "--", ...command]);
  const exited = once(running, "close");
  let said = "";
  for (const stream of [running.stdout, running.stderr])
    stream?.on("data", (text: Buffer) => (said += text.toString()));
  try {
    for (;;) {
      if (running.exitCode !== null || performance.now() - startedAt > limitMs) {
        throw new Error(`${image} did not get healthy. It said:\n${said.slice(-3000)}`);
      }
      if (isHealthy(check)) break;
      await delay(200);
    }
    return { seconds: secondsSince(startedAt), userId: userOf(command) };
  } finally {
    const inside = processesOf(command);
    for (const id of inside) process.kill(id, "SIGTERM");
    if (inside.length === 0) running.kill();
    await exited;
    buildah(["rm", container]);
  }
}

/** Runs one command in the image, to its end. Throws with what it said when it fails. */
export function runOnce(
  image: string,
  { env, command }: { readonly env: Env; readonly command: readonly string[] },
): void {
  const container = buildah(["from", image]);
  try {
    buildah(["run", ...flagsOf(env), container, "--", ...command]);
  } finally {
    buildah(["rm", container]);
  }
}

const flagsOf = (env: Env): readonly string[] =>
  Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);

/** Asked from beside the container, which shares the machine's network: buildah runs one thing in a container at a time. */
function isHealthy([, ...check]: readonly string[]): boolean {
  return spawnSync(process.execPath, check, { stdio: "ignore", timeout: 10_000 }).status === 0;
}

/** Of this command alone, and only where it has been changed into another root: a chroot shares the processes of the machine. */
function processesOf([program = "", ...rest]: readonly string[]): readonly number[] {
  const started = [path.join("/usr/local/bin", program), ...rest].join(" ");
  return execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .flatMap((line) => {
      const [, id = "", args = ""] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
      return args === started ? [Number(id)] : [];
    });
}

function userOf(command: readonly string[]): number {
  const [id] = processesOf(command);
  if (id === undefined) throw new Error(`no process of this machine is ${command.join(" ")}`);
  const [, user = ""] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8")) ?? [];
  return Number(user);
}
