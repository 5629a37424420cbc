import path from "node:path";

import { commands as allCommands } from "../src/commands/index.ts";
import { runCli, type CliWorld } from "../src/run-cli.ts";

export const checkout = path.resolve(import.meta.dirname, "../../..");

export type Ran = {
  readonly code: number;
  /** What a pipe gets. */
  readonly out: string;
  /** What only a person reads. */
  readonly talk: string;
};

/** A command line in this process, in an environment of its own. */
export async function runPulse(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { commands = allCommands, root = checkout }: Partial<Pick<CliWorld, "commands" | "root">> = {},
): Promise<Ran> {
  const out: Buffer[] = [];
  const talk: string[] = [];
  const code = await runCli({
    commands,
    argv,
    env: { NODE_ENV: "test", ...env },
    root,
    version: "0.0.0",
    stdout: { write: (data) => out.push(Buffer.from(data)) },
    stderr: { write: (text) => talk.push(text) },
    signal: new AbortController().signal,
    force: new AbortController().signal,
  });
  return { code, out: Buffer.concat(out).toString(), talk: talk.join("") };
}
