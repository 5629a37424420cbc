import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { hashBuildInputs } from "./build-inputs.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "pulse build "));
  await write("apps/web/src/page.tsx", "page");
  await write("packages/kit/src/index.ts", "kit");
  for (const file of ["package-lock.json", "package.json", "tsconfig.json"]) await write(file, file);
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

test.each([
  ["a page", "apps/web/src/page.tsx"],
  ["a new file of the web app", "apps/web/public/icon.svg"],
  ["a package that it imports", "packages/kit/src/index.ts"],
  ["the lock file", "package-lock.json"],
])("%s changes the hash", async (_, file) => {
  const before = await hashBuildInputs(root);

  await write(file, "changed");

  expect(await hashBuildInputs(root)).not.toBe(before);
});

test.each([
  ["the build itself", "apps/web/.next/BUILD_ID"],
  ["a test", "apps/web/src/page.test.tsx"],
  ["what Next writes while it builds", "apps/web/next-env.d.ts"],
  ["another app", "apps/cli/src/main.ts"],
])("%s does not", async (_, file) => {
  const before = await hashBuildInputs(root);

  await write(file, "changed");

  expect(await hashBuildInputs(root)).toBe(before);
});

test("moving content from one file to another changes the hash", async () => {
  await write("apps/web/src/a.ts", "ab");
  await write("apps/web/src/b.ts", "");
  const before = await hashBuildInputs(root);

  await write("apps/web/src/a.ts", "a");
  await write("apps/web/src/b.ts", "b");

  expect(await hashBuildInputs(root)).not.toBe(before);
});
