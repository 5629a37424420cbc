import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, expect, it } from "vitest";

import { listPlaywrightFailures, listVitestFailures } from "./list-failures.ts";

const root = path.join(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "pulse failures "));

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a runner of ours over one file, and gives its report. */
function run(program: "vitest/vitest.mjs" | "@playwright/test/cli.js", file: string, text: string): string {
  const report = path.join(folder, `${file}.json`);
  writeFileSync(path.join(folder, file), text);
  const args =
    program === "vitest/vitest.mjs"
      ? ["run", "--root", folder, "--reporter=json", `--outputFile=${report}`, file]
      : ["test", "--reporter=json", "--config", folder, file];
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, NODE_OPTIONS: "" };
  spawnSync(process.execPath, [path.join(root, "node_modules", program), ...args], { cwd: folder, env });
  return report;
}

it("names failed unit tests and files that do not load, with how their message begins", () => {
  const imports = `import { expect, it } from ${JSON.stringify(path.join(root, "node_modules/vitest/dist/index.js"))};`;
  const planted = `${imports}\nit("adds", () => expect(1 + 1).toBe(3));\nit("passes", () => expect(1).toBe(1));\n`;
  const failed = listVitestFailures(run("vitest/vitest.mjs", "planted.test.ts", planted));
  const broken = listVitestFailures(run("vitest/vitest.mjs", "broken.test.ts", 'throw new Error("not loaded");'));

  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatch(/^FAILED .*planted\.test\.ts: adds\n {7}AssertionError: expected 2 to be 3/);
  expect(broken).toHaveLength(1);
  expect(broken[0]).toMatch(/^FAILED .*broken\.test\.ts: did not run\n {7}not loaded/);
});

it("names failed browser tests, however deep they stand", () => {
  const runner = JSON.stringify(path.join(root, "node_modules/@playwright/test/index.mjs"));
  const planted = `import { expect, test } from ${runner};
    test.describe("outer", () => { test("sees", () => { expect("a").toBe("b"); }); });
    test("passes", () => {});`;
  const failed = listPlaywrightFailures(run("@playwright/test/cli.js", "planted.spec.mjs", planted));

  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatch(/^FAILED planted\.spec\.mjs:2: sees\n {7}Error: expect\(received\)/);
});

it("says nothing of a report that is missing or cut short", () => {
  const cut = path.join(folder, "cut.json");
  writeFileSync(cut, '{"testResults": [');

  expect(listVitestFailures(cut)).toEqual([]);
  expect(listPlaywrightFailures(path.join(folder, "missing.json"))).toEqual([]);
});
