import path from "node:path";

import { AppError, systemClock } from "@pulse/kit";

import { createBoard } from "./board.ts";
import type { ListedCommand } from "./command.ts";
import type { CliContext } from "./context.ts";
import { readCliEnv } from "./env.ts";
import { commandFacts, commandHelp, nounHelp, overviewHelp } from "./help.ts";
import { openDatabase } from "./open-database.ts";
import { parseArguments, prepareRun } from "./parse-arguments.ts";
import { createProgress, type ProgressStream } from "./progress.ts";
import { resolveCommand, type Resolved } from "./resolve-command.ts";
import { toDemoEnv } from "./to-demo-env.ts";
import { toExit } from "./to-exit.ts";

export type CliWorld = {
  readonly commands: readonly ListedCommand[];
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly root: string;
  readonly version: string;
  readonly stdout: {
    readonly write: (data: string | Uint8Array) => unknown;
    readonly once?: (event: "drain", listener: () => void) => unknown;
  };
  readonly stderr: ProgressStream;
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
};

/** Runs one command line and returns its exit code; never throws. */
export async function runCli(world: CliWorld): Promise<number> {
  const ownHome = path.resolve(world.env["PULSE_HOME"] || path.join(world.root, ".pulse"));
  const isDemo = world.argv.includes("--demo");
  const home = isDemo ? path.join(ownHome, "demo") : ownHome;
  const wantsJson = world.argv.includes("--json");
  let hasPrinted = false;
  const out = (text: string): void => {
    hasPrinted = true;
    world.stdout.write(`${text}\n`);
  };
  const writeBytes = async (chunk: Uint8Array): Promise<void> => {
    hasPrinted = true;
    const { once } = world.stdout;
    if (world.stdout.write(chunk) !== false || once === undefined) return;
    await new Promise<void>((resolve) => once.call(world.stdout, "drain", resolve));
  };
  try {
    return await dispatch({ ...world, out, writeBytes, home, isDemo });
  } catch (error) {
    const exit = await toExit(error, { home, signal: world.signal });
    world.stderr.write(`${exit.message}\n`);
    if (wantsJson && !hasPrinted) out(JSON.stringify({ error: exit.problem }));
    return exit.code;
  }
}

type Dispatch = CliWorld & Pick<CliContext, "out" | "writeBytes"> & { readonly home: string; readonly isDemo: boolean };

async function dispatch(world: Dispatch): Promise<number> {
  const [first, ...others] = world.argv;
  const asksVersion = first === "--version" || first === "version";
  if (asksVersion) {
    world.out(others.includes("--json") ? JSON.stringify({ version: world.version }) : world.version);
    return 0;
  }
  const resolved = resolveCommand(world.commands, first === "help" ? [...others, "--help"] : world.argv);
  if (resolved.kind !== "command") return showHelp(world, resolved);
  const { command, rest } = resolved;
  const parsed = parseArguments(command, rest);
  if (parsed.wantsHelp) {
    world.out(parsed.wantsJson ? JSON.stringify(commandFacts(command)) : commandHelp(command));
    return 0;
  }
  const prepared = prepareRun(command, parsed.given);
  const code = await prepared.run(createContext(world, { ...parsed, name: command.name }));
  return typeof code === "number" ? code : 0;
}

function showHelp(world: Dispatch, resolved: Exclude<Resolved, { kind: "command" }>): number {
  const listed =
    resolved.kind === "noun"
      ? world.commands.filter((command) => command.name.startsWith(`${resolved.noun} `))
      : world.commands;
  if (world.argv.includes("--json")) world.out(JSON.stringify({ commands: listed.map(commandFacts) }));
  else world.out(resolved.kind === "noun" ? nounHelp(listed, resolved.noun) : overviewHelp(listed));
  return 0;
}

function createContext(
  world: Dispatch,
  input: { readonly name: string; readonly wantsJson: boolean; readonly workspace: string },
): CliContext {
  const env = readEnvOrExplain(world);
  const say = (text: string): void => {
    world.stderr.write(`${text}\n`);
  };
  const base = {
    home: world.home,
    isDemo: world.isDemo,
    root: world.root,
    env,
    signal: world.signal,
    force: world.force,
    say,
  };
  return {
    ...base,
    json: input.wantsJson,
    workspace: input.workspace,
    out: world.out,
    writeBytes: world.writeBytes,
    printJson: (value) => {
      world.out(JSON.stringify(value));
    },
    board: () => createBoard({ stream: world.stderr, clock: systemClock }),
    progress: (progress) => createProgress({ stream: world.stderr, clock: systemClock }, progress),
    openDatabase: async (options = {}) => await openDatabase(base, { ...options, label: `./pulse ${input.name}` }),
  };
}

function readEnvOrExplain(world: Dispatch): CliContext["env"] {
  try {
    const env = readCliEnv(world.env);
    return world.isDemo ? toDemoEnv(env, world.home) : env;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("invalid", error.message, { cause: error, details: { ...error.details, isUsage: true } });
  }
}
