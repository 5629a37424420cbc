import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

type Entry = { readonly number: number; readonly text: string; readonly tests: readonly Quoted[] };
type Quoted = { readonly file: string; readonly sentence: string };

const root = path.resolve(import.meta.dirname, "../..");
const complaints = 20;

test("each of the twenty complaints names who made it, and what holds us to our answer or that there is none yet", () => {
  const entries = readEntries(readFileSync(path.join(root, "docs/conformance.md"), "utf8"));

  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: complaints }, (_, index) => index + 1));
  expect(entries.filter(({ text }) => !/^\*.*(#\d|Sweetr).*\*$/m.test(text))).toEqual([]);
  expect(entries.filter(({ tests, text }) => tests.length === 0 && !text.includes("**Not yet:** "))).toEqual([]);
});

test("every sentence quoted is the name of a test in the file beside it", () => {
  const entries = readEntries(readFileSync(path.join(root, "docs/conformance.md"), "utf8"));

  expect(entries.flatMap(({ tests }) => tests).length).toBeGreaterThan(40);
  expect(entries.flatMap(({ tests }) => tests.flatMap(findFault))).toEqual([]);
});

test("a file that is gone, a sentence that is no test's, and a line that is not understood would be noticed", () => {
  const here = "test/docs/conformance.test.ts";
  const name = "every sentence quoted is the name of a test in the file beside it";

  expect(findFault({ file: "test/docs/gone.test.ts", sentence: name })).toEqual(["test/docs/gone.test.ts is gone"]);
  expect(findFault({ file: here, sentence: "const root" })).toEqual([`${here} has no test “const root”`]);
  expect(findFault({ file: here, sentence: name })).toEqual([]);
  expect(() => readEntries("## 1. Title\n\n- [x](../x): no quotes\n")).toThrow("no quotes");
});

function readEntries(page: string): readonly Entry[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((text) => ({
      number: Number.parseInt(text, 10),
      text,
      tests: text
        .split("\n")
        .filter((line) => line.startsWith("- "))
        .map(readQuoted),
    }));
}

function readQuoted(line: string): Quoted {
  const [, file, sentence] = /^- \[[^\]]+\]\(\.\.\/([^)]+)\): “(.+)”$/.exec(line) ?? [];
  if (file === undefined || sentence === undefined) throw new Error(`Not a link to a test and its sentence: ${line}`);
  return { file, sentence };
}

/** A name is what a call begins with. In backticks it may go on before, with what a table of cases puts there. */
function findFault({ file, sentence }: Quoted): readonly string[] {
  const full = path.join(root, file);
  if (!existsSync(full)) return [`${file} is gone`];
  const words = sentence.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const call = new RegExp(`(\\b(test|it|describe)|\\))\\(\\s*("${words}"|\`[^\`]*${words}\`)`);
  return call.test(readFileSync(full, "utf8")) ? [] : [`${file} has no test “${sentence}”`];
}
