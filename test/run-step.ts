import { spawn, type ChildProcess } from "node:child_process";
import { realpathSync } from "node:fs";
import path from "node:path";

export type StepResult = {
  readonly name: string;
  readonly isOk: boolean;
  readonly seconds: number;
  /** Everything it said, stdout and stderr as they came. */
  readonly output: string;
};

type Step = {
  readonly name: string;
  /** A program of node_modules/.bin, or a script of ours that ends in `.ts`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Shows the output as it comes; otherwise it is only collected. */
  readonly isLoud?: boolean;
};

const interruptedExit = 130;

/** Runs one tool under this very Node, whatever the machine's own `node` is. A crash or a timeout is a failure. */
export async function runStep(root: string, step: Step): Promise<StepResult> {
  const started = performance.now();
  const script = step.program.endsWith(".ts") ? step.program : binary(root, step.program);
  const child = spawn(process.execPath, [script, ...step.args], {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env["PATH"] ?? ""}`,
      ...step.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), step.timeoutMs);
  const release = endTogether(child);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      chunks.push(chunk);
      if (step.isLoud === true) process.stderr.write(chunk);
    });
  }
  const code = await new Promise<number | string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (exitCode, signal) => resolve(exitCode ?? signal ?? "no exit code"));
  });
  clearTimeout(timer);
  if (release() === "stopped") process.exit(interruptedExit);
  if (typeof code === "string") chunks.push(`\n${step.program} did not finish: ${code}\n`);
  const seconds = (performance.now() - started) / 1000;
  return { name: step.name, isOk: code === 0, seconds, output: chunks.join("") };
}

/**
 * Lets a tool that started things of its own end them when this run is stopped. Ctrl-C reaches the tool from the terminal;
 * a SIGTERM to this process alone is passed on as what Ctrl-C would be. A second one would make it drop what it holds.
 */
function endTogether(child: ChildProcess): () => "ran" | "stopped" {
  let state: "ran" | "stopped" = "ran";
  const onInterrupt = () => {
    state = "stopped";
  };
  const onTerminate = () => {
    if (state === "ran") child.kill("SIGINT");
    state = "stopped";
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
    return state;
  };
}

function binary(root: string, name: string): string {
  return realpathSync(path.join(root, "node_modules/.bin", name));
}
