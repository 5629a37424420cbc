import { spawn, type ChildProcess } from "node:child_process";

import { AppError } from "@pulse/kit";

import type { Launch } from "./launch.ts";

type Program = {
  readonly launch: Launch;
  readonly commandLine: readonly string[];
  readonly output: number | "pipe";
};

/** Starts a PostgreSQL program in a process group of its own, so that Ctrl-C on the terminal does not reach it before us. */
export function startProgram({ launch, commandLine, output }: Program): ChildProcess {
  const [program = "", ...rest] = [...launch.prefix, ...commandLine];
  return spawn(program, rest, {
    cwd: "/",
    detached: true,
    stdio: ["ignore", output, output],
    // Messages are matched by text, and the server must not read a locale or a PG* setting of ours.
    env: {
      NODE_ENV: "production",
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      LC_ALL: "C",
      TZ: "UTC",
    },
    ...(launch.uid === undefined ? {} : { uid: launch.uid }),
    ...(launch.gid === undefined ? {} : { gid: launch.gid }),
  });
}

/** Runs a program to its end; throws `unavailable` with what it said when it fails. */
export async function runProgram(launch: Launch, commandLine: readonly string[]): Promise<void> {
  const child = startProgram({ launch, commandLine, output: "pipe" });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return;
  throw new AppError("unavailable", `${commandLine[0]} failed (${code ?? "killed"}):\n${said.join("").trim()}`);
}
