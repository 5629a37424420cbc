import path from "node:path";

import { z } from "zod";

import { command } from "../command.ts";
import { runProjectScript } from "../run-project-script.ts";

export const test = command({
  name: "test",
  summary: "Run the check and all tests; the last line says how many passed and failed",
  description:
    "Runs the check, unit and database tests, and browser tests with Debian's chromium. As root on Debian it installs\n" +
    "what is missing by apt-get, saying so first. Naming files or a kind runs only those, without the check.",
  examples: [
    "./pulse test",
    "./pulse test --unit",
    "./pulse test packages/metrics",
    "./pulse test e2e/first-run.spec.ts",
  ],
  args: z.object({
    unit: z.boolean().default(false).describe("Only unit and database tests"),
    browser: z.boolean().default(false).describe("Only browser tests"),
    files: z.array(z.string()).default([]).describe("Only test files whose path holds one of these"),
  }),
  positionals: ["files"],
  run: async (ctx, { unit, browser, files }) =>
    await runProjectScript(ctx, {
      script: path.join("test", "run-tests.ts"),
      args: [...(unit ? ["--unit"] : []), ...(browser ? ["--browser"] : []), "--", ...files],
    }),
});
