/** Every habit that the check promises is broken once here, in a project of its own, and must be named. */
import { spawnSync } from "node:child_process";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runCheckSteps } from "./check-steps.ts";
import { manifest, plantProject, type PlantedProject } from "./planted-project.ts";
import type { StepResult } from "./run-step.ts";

type Plant = {
  readonly rule: string;
  readonly step: string;
  readonly file: string;
  readonly text: string;
  readonly says: RegExp;
};

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `export const a${index} = ${index};\n`).join("");

const plants: readonly Plant[] = [
  {
    rule: "a type error",
    step: "types",
    file: "packages/kit/src/wrong-type.ts",
    text: 'export const count: number = "one";\n',
    says: /TS2322/,
  },
  {
    rule: "an enum",
    step: "types",
    file: "packages/kit/src/colour.ts",
    text: "export enum Colour {\n  red,\n}\n",
    says: /TS1294/,
  },
  {
    rule: "a namespace",
    step: "types",
    file: "packages/kit/src/space.ts",
    text: "export namespace Space {\n  export const one = 1;\n}\n",
    says: /TS1294/,
  },
  {
    rule: "a parameter property",
    step: "types",
    file: "packages/kit/src/pool.ts",
    text: "export class Pool {\n  constructor(readonly size: number) {}\n}\n",
    says: /TS1294/,
  },
  {
    rule: "an import against the direction",
    step: "lint",
    file: "packages/metrics/src/sibling.ts",
    text: 'export { importArchive } from "@pulse/github";\n',
    says: /metrics imports @pulse\/github, against the direction/,
  },
  {
    rule: "a package that imports an app",
    step: "lint",
    file: "packages/db/src/upward.ts",
    text: 'export { main } from "@pulse/cli";\n',
    says: /nothing imports an app/,
  },
  {
    rule: "a deep import into another package",
    step: "lint",
    file: "packages/github/src/deep.ts",
    text: 'export { one } from "@pulse/kit/src/one.ts";\n',
    says: /reaches past the index\.ts/,
  },
  {
    rule: "a relative path into another package",
    step: "lint",
    file: "apps/web/src/escape.ts",
    text: 'export { one } from "../../../packages/kit/src/one.ts";\n',
    says: /by a relative path/,
  },
  {
    rule: "the test door of db outside tests",
    step: "lint",
    file: "packages/github/src/door.ts",
    text: 'export { createTestDatabase } from "@pulse/db/testing";\n',
    says: /is for tests and benchmarks/,
  },
  {
    rule: "a connection outside db",
    step: "lint",
    file: "packages/metrics/src/own-pool.ts",
    text: 'import { Pool } from "pg";\n\nexport const pool = new Pool();\n',
    says: /Only packages\/db may import pg/,
  },
  {
    rule: "more of kysely than the sql tag outside db",
    step: "lint",
    file: "packages/metrics/src/own-kysely.ts",
    text: 'import { Kysely } from "kysely";\n\nexport const open = Kysely;\n',
    says: /Only the sql tag of kysely/,
  },
  {
    rule: "an import cycle",
    step: "lint",
    file: "packages/kit/src/hen.ts",
    text: 'import { egg } from "./egg.ts";\n\nexport const hen = () => egg;\n',
    says: /no-cycle/,
  },
  {
    rule: "process.env in a package",
    step: "lint",
    file: "packages/kit/src/setting.ts",
    text: 'export const setting = process.env["SETTING"];\n',
    says: /process\.env belongs to apps/,
  },
  {
    rule: "process.exit in a package",
    step: "lint",
    file: "packages/kit/src/leave.ts",
    text: "export const leave = () => process.exit(1);\n",
    says: /process\.exit belongs to apps/,
  },
  {
    rule: "printing in a package",
    step: "lint",
    file: "packages/kit/src/print.ts",
    text: 'export const print = () => process.stdout.write("x");\n',
    says: /process\.stdout belongs to apps/,
  },
  {
    rule: "console in a package",
    step: "lint",
    file: "packages/kit/src/say.ts",
    text: 'export const say = () => console.log("x");\n',
    says: /no-console/,
  },
  {
    rule: "a floating promise",
    step: "lint",
    file: "packages/kit/src/float.ts",
    text: "export const float = () => {\n  Promise.resolve(1);\n};\n",
    says: /no-floating-promises/,
  },
  {
    rule: "any",
    step: "lint",
    file: "packages/kit/src/loose.ts",
    text: "export const loose = (value: any): string => String(value);\n",
    says: /no-explicit-any/,
  },
  {
    rule: "any that came in silently",
    step: "lint",
    file: "packages/kit/src/silent.ts",
    text: 'export const silent: string = JSON.parse("1");\n',
    says: /no-unsafe-assignment/,
  },
  {
    rule: "a non-null assertion",
    step: "lint",
    file: "packages/kit/src/sure.ts",
    text: "export const sure = (value: string | null) => value!.length;\n",
    says: /no-non-null-assertion/,
  },
  { rule: "a file of 301 lines", step: "lint", file: "packages/kit/src/long.ts", text: lines(301), says: /max-lines/ },
  {
    rule: "a file name that is not kebab-case",
    step: "lint",
    file: "packages/kit/src/fooBar.ts",
    text: "export const fooBar = 1;\n",
    says: /filename-case/,
  },
  {
    rule: "an open end in a comment",
    step: "lint",
    file: "packages/kit/src/later.ts",
    text: `// ${"TO"}DO: finish\nexport const later = 1;\n`,
    says: /no-warning-comments/,
  },
  {
    rule: "a test that is skipped",
    step: "lint",
    file: "packages/kit/src/skipped.test.ts",
    text: 'import { expect, it } from "vitest";\n\nit.skip("adds", () => expect(1).toBe(1));\n',
    says: /no-disabled-tests/,
  },
  {
    rule: "a test that runs alone",
    step: "lint",
    file: "packages/kit/src/alone.test.ts",
    text: 'import { expect, it } from "vitest";\n\nit.only("adds", () => expect(1).toBe(1));\n',
    says: /no-focused-tests/,
  },
  {
    rule: "a browser test that is skipped",
    step: "lint",
    file: "e2e/skipped.spec.ts",
    text: 'import { expect, test } from "@playwright/test";\n\ntest.skip("adds", () => expect(1).toBe(1));\n',
    says: /leaves journeys out/,
  },
  {
    rule: "a wait in a test that a busy machine outlasts",
    step: "lint",
    file: "packages/kit/src/hasty.test.ts",
    text: 'import { expect, it, vi } from "vitest";\n\nit("waits", async () => {\n  expect(await vi.waitUntil(() => true)).toBe(true);\n});\n',
    says: /waits 1000 ms at most/,
  },
  {
    rule: "an index.ts that does more than list",
    step: "lint",
    file: "packages/notify/src/index.ts",
    text: 'export * from "./one.ts";\n',
    says: /only explicit named re-exports/,
  },
  {
    rule: "a directive that switches nothing off",
    step: "lint",
    file: "packages/kit/src/needless.ts",
    text: "// oxlint-disable-next-line no-console -- it used to print\nexport const needless = 1;\n",
    says: /Unused/i,
  },
  {
    rule: "a file that is not formatted",
    step: "format",
    file: "packages/kit/src/ugly.ts",
    text: "export   const ugly=1\n",
    says: /ugly\.ts/,
  },
  {
    rule: "a file that nobody imports",
    step: "unused",
    file: "packages/kit/src/lonely.ts",
    text: "export const lonely = 1;\n",
    says: /Unused files[\s\S]*lonely\.ts/,
  },
  {
    rule: "an export that nobody uses",
    step: "unused",
    file: "packages/kit/src/one.ts",
    text: "export const one = 1;\nexport const two = 2;\n",
    says: /Unused exports[\s\S]*two/,
  },
  {
    rule: "an index.ts inside a package",
    step: "guards",
    file: "packages/kit/src/inner/index.ts",
    text: 'export { one } from "../one.ts";\n',
    says: /index\.ts exists only at a package's root/,
  },
  {
    rule: "a drawer",
    step: "guards",
    file: "packages/kit/src/utils/add.ts",
    text: "export const add = 1;\n",
    says: /"utils" is a drawer/,
  },
  {
    rule: "a rule switched off without a reason",
    step: "guards",
    file: "packages/kit/src/quiet.ts",
    text: `// ${"ox"}lint-disable-next-line no-console\nexport const quiet = () => console.log("x");\n`,
    says: /without a reason/,
  },
  {
    rule: "a token",
    step: "guards",
    file: "packages/kit/src/token.ts",
    text: `export const token = "${"gh"}p_${"a1B2".repeat(9)}";\n`,
    says: /a GitHub token/,
  },
  {
    rule: "a path of one machine",
    step: "guards",
    file: "packages/kit/src/place.ts",
    text: `export const place = "/${"home"}/ana/pulse";\n`,
    says: /is a path of one machine/,
  },
  {
    rule: "an archive of real size",
    step: "guards",
    file: "packages/kit/test/acme.archive.json",
    text: `{ "magic": "x", "filler": "${"x".repeat(200_000)}" }\n`,
    says: /an archive of \d+ bytes/,
  },
  {
    rule: "a document that speaks of no command",
    step: "guards",
    file: "README.md",
    text: "Run `./pulse conquer world`.\n",
    says: /"\.\/pulse conquer", which is no command/,
  },
];

const companions: Readonly<Record<string, string>> = {
  "packages/kit/src/egg.ts": 'import { hen } from "./hen.ts";\n\nexport const egg = () => hen;\n',
};

describe("check", () => {
  let project: PlantedProject;
  let results: readonly StepResult[];

  beforeAll(async () => {
    project = plantProject({ ...companions, ...Object.fromEntries(plants.map(({ file, text }) => [file, text])) });
    results = await runCheckSteps(project.root);
  });

  afterAll(() => project.remove());

  it.each(plants)("names $rule", ({ step, file, says }) => {
    const output = results.find(({ name }) => name === step)?.output ?? "";
    const about =
      step === "unused"
        ? output
        : output
            .split("\n")
            .filter((line) => line.includes(file))
            .join("\n");

    expect(about).toMatch(says);
  });

  it("fails in every one of its steps when each is given a fault", () => {
    expect(results.filter(({ isOk }) => isOk)).toEqual([]);
  });

  it("exits 1 and prints the finding", () => {
    const script = path.join(import.meta.dirname, "run-check.ts");

    const { status, stderr } = spawnSync(process.execPath, [script, project.root], { encoding: "utf8" });

    expect(status).toBe(1);
    expect(stderr).toMatch(/FAILED guards[\s\S]*packages\/kit\/src\/utils\/add\.ts/);
  });
});

describe("check of a clean project", () => {
  let project: PlantedProject;

  afterAll(() => project.remove());

  it("says nothing, so that a plant is what fails elsewhere", async () => {
    project = plantProject({
      "packages/metrics/package.json": manifest("metrics"),
      "packages/metrics/src/index.ts": 'export { total } from "./total.ts";\n',
      "packages/metrics/src/total.ts": "export const total = 2;\n",
    });

    const results = await runCheckSteps(project.root);

    expect(results.filter(({ isOk }) => !isOk)).toEqual([]);
  });
});
