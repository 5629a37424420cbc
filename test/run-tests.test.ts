import { spawnSync } from "node:child_process";
import path from "node:path";

import { expect, it } from "vitest";

it("a run that finds no tests fails, and its last line says so", () => {
  const script = path.join(import.meta.dirname, "run-tests.ts");

  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "no file is called like this"], {
    encoding: "utf8",
  });

  expect(status).toBe(1);
  expect(stderr).toContain("FAILED vitest, which ended so:");
  expect(stdout.trimEnd().split("\n").at(-1)).toBe("0 passed, 1 failed");
});
