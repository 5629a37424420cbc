import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { listSettings, readExplained, renderSettings } from "./render-settings.ts";

const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/configuration.md"), "utf8");
const settings = listSettings();

test("every setting that a program reads is explained, and every one that is explained is read", () => {
  const explained = readExplained(page).flatMap(({ names }) => names);

  expect(settings.filter((name) => !explained.includes(name))).toEqual([]);
  expect(explained.filter((name) => !settings.includes(name))).toEqual([]);
});

test("the example sets nothing, and has every setting once", () => {
  const lines = renderSettings(page).split("\n");
  const named = lines.flatMap((line) => /^#([A-Z][A-Z0-9_]*)=$/.exec(line)?.[1] ?? []);

  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  expect(named.toSorted()).toEqual(settings.toSorted());
});

test("a setting that nobody explained would be noticed", () => {
  const without = page.replace(/^\| `TRUSTED_PROXIES` .*\n/m, "");

  expect(readExplained(without).flatMap(({ names }) => names)).not.toContain("TRUSTED_PROXIES");
});
