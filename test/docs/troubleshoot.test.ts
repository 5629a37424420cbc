import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/troubleshoot.md"), "utf8");

/** The fixed parts of each message that the page quotes at the start of a row; numbers and … stand for what varies. */
function quotedMessages(text: string): readonly string[] {
  const quoted = [...text.matchAll(/^\| `([^`]+ [^`]+)`/gm)].map(([, message = ""]) => message);
  return quoted
    .flatMap((message) => message.split(/…|\b\d+\b|\b[NM]\b/))
    .flatMap((part) => (part.trim().length < 8 ? [] : [part.trim()]));
}

function isSaid(part: string): boolean {
  return spawnSync("git", ["grep", "-qF", "-e", part, "--", "apps/*.ts", "packages/*.ts"], { cwd: root }).status === 0;
}

test("the messages that it explains are messages of the programs", () => {
  const parts = quotedMessages(page);

  expect(parts.length).toBeGreaterThan(8);
  expect(parts.filter((part) => !isSaid(part))).toEqual([]);
});

test("a message that no program says is found", () => {
  expect(quotedMessages("| `The moon is made of cheese` | no |").map(isSaid)).toEqual([false]);
});
