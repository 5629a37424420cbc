import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { runStep } from "./run-step.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pulse step "));
});

afterEach(() => rmSync(folder, { recursive: true }));

function script(text: string): string {
  const file = path.join(folder, "tool.ts");
  writeFileSync(file, text);
  return file;
}

const step = (program: string) => ({ name: "tool", program, args: [], timeoutMs: 30_000 });

it("a tool that exits badly has failed, with all that it said", async () => {
  const tool = script('console.log("to stdout"); console.error("to stderr"); process.exitCode = 3;');

  const result = await runStep(folder, step(tool));

  expect(result.isOk).toBe(false);
  expect(result.output).toMatch(/to stdout/);
  expect(result.output).toMatch(/to stderr/);
});

it("a tool that is killed has failed, and that is said", async () => {
  const result = await runStep(folder, step(script('process.kill(process.pid, "SIGSEGV");')));

  expect(result).toMatchObject({ isOk: false, output: expect.stringContaining("did not finish: SIGSEGV") });
});

it("a tool that hangs is ended at its limit", async () => {
  const result = await runStep(folder, { ...step(script("setInterval(() => {}, 1000);")), timeoutMs: 500 });

  expect(result).toMatchObject({ isOk: false, output: expect.stringContaining("did not finish: SIGKILL") });
});

it("a run that is stopped lets its tool put things away, and exits 130", async () => {
  const ended = path.join(folder, "ended");
  const tool = script(`
    import { writeFileSync } from "node:fs";
    process.on("SIGINT", () => { writeFileSync(${JSON.stringify(ended)}, "put away"); process.exit(0); });
    setInterval(() => {}, 1000);
    console.error("running");
  `);
  const runner = path.join(folder, "runner.ts");
  writeFileSync(
    runner,
    `import { runStep } from ${JSON.stringify(path.join(import.meta.dirname, "run-step.ts"))};
     await runStep(${JSON.stringify(folder)}, { name: "t", program: ${JSON.stringify(tool)}, args: [], timeoutMs: 30000, isLoud: true });
     console.error("went on");`,
  );
  const child = spawn(process.execPath, [runner], { stdio: ["ignore", "ignore", "pipe"] });
  const said: string[] = [];
  await new Promise<void>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      said.push(chunk.toString());
      if (said.join("").includes("running")) resolve();
    });
  });

  child.kill("SIGTERM");
  const [code] = await once(child, "close");

  expect(code).toBe(130);
  expect(readFileSync(ended, "utf8")).toBe("put away");
  expect(said.join("")).not.toContain("went on");
});
