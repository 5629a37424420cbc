import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";

import { isAppError } from "@pulse/kit";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { readFacts } from "../../test/read-facts.ts";
import { issue, pull, smallArchive, type Archive } from "../../test/small-archive.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

afterAll(async () => {
  await workspace.drop();
});

/** Refused with one sentence that says all of `says` and nothing of the content; and nothing is kept. */
async function expectRefusal(run: Promise<unknown>, says: readonly (string | RegExp)[]): Promise<void> {
  const error: unknown = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!isAppError(error)) throw new Error("was not refused as it should be", { cause: error });
  expect(error.code).toBe("invalid");
  for (const part of says) expect(error.message).toMatch(part);
  expect(error.message).not.toContain("made up");
  expect(error.message.length).toBeLessThan(400);
  expect(error.message).not.toContain("\n");
  expect(await readFacts(workspace.superDb)).toEqual({});
}

const text = JSON.stringify(smallArchive(), null, 1);
const tlsLike = Buffer.from(text);

function bytesWith(place: string, bytes: readonly number[]): Buffer {
  const at = tlsLike.indexOf(place);
  return Buffer.concat([tlsLike.subarray(0, at), Buffer.from(bytes), tlsLike.subarray(at)]);
}

test.each<readonly [string, string | Buffer, readonly (string | RegExp)[]]>([
  ["no JSON", "hello", ["archive-", "not JSON", "line 1, column 1 (byte 0)"]],
  ["an empty file", "", ["is empty"]],
  ["a file of white space", " \n\n", ["is empty"]],
  ["a REST list", "[{}]", ["JSON list", "REST"]],
  ["a string", '"x"', ["no archive: expected an object"]],
  ["a number", "12", ["no archive: expected an object"]],
  ["another object", '{"a": 1}', ["no archive", "issues", "missing"]],
  ["a file cut off between values", text.slice(0, 700), ["cut off", /line \d+, column \d+ \(byte 700\)/]],
  ["a file cut off in a string", text.slice(0, text.indexOf("made up", 400) + 3), ["cut off"]],
  ["a file that goes on", `${text}{}`, ["goes on after the end"]],
  ["a trailing comma", `${text.slice(0, -1)},}`, ["not JSON"]],
  ["NaN", text.replace('"number": 1,', '"number": NaN,'), ["not JSON"]],
  ["a raw control character", bytesWith("ade up", [1]), ["not JSON"]],
  ["a member given twice", `${text.slice(0, -1)}, "issues": []}`, ["already had"]],
  [
    "issues that are no list",
    text.replace('"issues": [', '"issues": {"a": [').replace('"pulls"', '"x": 1}, "pulls"'),
    ["issues must be a list"],
  ],
  ["two values without a comma", '{"x": 1 "y": 2}', ["not JSON", "(byte 8)"]],
  ["a comma without a value", '{"issues": [1,], "x": 2}', ["issues[0]"]],
  ["a list that is never closed", '{"x": [1, 2}', ["not JSON", "(byte 11)"]],
  [
    "a thousand and one members",
    JSON.stringify(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`m${index}`, 1]))),
    ["1000 members"],
  ],
  ["100,000 levels", `{"x":${"[".repeat(100_000)}`, ["32 levels"]],
  ["a wrong byte", bytesWith("ade up", [0xff]), ["not UTF-8", `(byte ${tlsLike.indexOf("ade up")})`]],
  ["Latin-1", bytesWith("ade up", [0xe9]), ["not UTF-8", `(byte ${tlsLike.indexOf("ade up")})`]],
  ["UTF-16", Buffer.from(text, "utf16le"), ["not JSON"]],
  [
    "a character cut in two at the end",
    Buffer.concat([tlsLike.subarray(0, tlsLike.indexOf("ade up")), Buffer.from([0xe2, 0x82])]),
    ["cut off"],
  ],
])("%s is refused with its place", async (_, content, says) => {
  await expectRefusal(workspace.import(content), says);
});

type Change = (archive: Archive) => void;

function set(target: object | undefined, fields: Record<string, unknown>): void {
  if (target === undefined) throw new Error("the small archive has lost something");
  Object.assign(target, fields);
}

test.each<readonly [string, Change, readonly string[]]>([
  [
    "a missing field",
    (a) => set(a.pulls[0]?.reviews[1], { createdAt: undefined }),
    ["pulls[0].reviews[1].createdAt (pull request 3): is missing"],
  ],
  [
    "a wrong type",
    (a) => set(a.issues[0], { title: 7 }),
    ["issues[0].title (issue 1): expected string, received number"],
  ],
  ["a null item", (a) => a.issues.push(JSON.parse("null") as never), ["issues[2]: expected object, received null"]],
  [
    "a number twice among issues",
    (a) => a.issues.push(issue(1)),
    ["issues[2].number: 1 is already the number of issues[0]"],
  ],
  [
    "a number twice among pulls",
    (a) => a.pulls.push(pull(3)),
    ["pulls[2].number: 3 is already the number of pulls[0]"],
  ],
  ["a number in both", (a) => a.pulls.push(pull(2)), ["pulls[2].number: 2 is already the number of issues[1]"]],
  [
    "a review twice",
    (a) => set(a.pulls[0]?.reviews[1], { id: "review-2" }),
    ["pulls[0].reviews[1].id (pull request 3): the file already has this review"],
  ],
  ["a label twice", (a) => set(a.labels[1], { name: "bug" }), ["labels[1].name"]],
  ["a path as repository", (a) => set(a, { repo: "../../etc" }), ["repo: is no repository name"]],
  ["a repository without owner", (a) => set(a, { repo: "site" }), ["repo: is no repository name"]],
  ["a repository called ..", (a) => set(a, { repo: "acme/.." }), ["repo: is no repository name"]],
  [
    "a word as date",
    (a) => set(a.issues[0], { createdAt: "yesterday" }),
    ["issues[0].createdAt (issue 1): is no instant"],
  ],
  ["30 February", (a) => set(a.issues[0], { createdAt: "2023-02-30T00:00:00Z" }), ["is no instant"]],
  ["the year 0", (a) => set(a.issues[0], { createdAt: "0000-01-01T00:00:00Z" }), ["is no instant"]],
  ["the year 99999", (a) => set(a.issues[0], { createdAt: "99999-01-01T00:00:00Z" }), ["is no instant"]],
  ["an hour 25", (a) => set(a.issues[0], { createdAt: "2024-01-01T25:00:00Z" }), ["is no instant"]],
  ["a time without zone", (a) => set(a, { timestamp: "2024-01-01T00:00:00" }), ["timestamp: is no instant"]],
  ["an empty timestamp", (a) => set(a, { timestamp: "" }), ["timestamp: is no instant"]],
  ["NUL", (a) => set(a.issues[0], { body: "a\0b" }), ["issues[0].body (issue 1): holds a NUL"]],
  ["half a surrogate pair", (a) => set(a.issues[0], { title: "\ud800" }), ["issues[0].title (issue 1)", "surrogate"]],
  [
    "a number beyond 32 bits",
    (a) => set(a.issues[0], { number: 2 ** 31 }),
    ["issues[0].number", "whole number from 1 to 2147483647"],
  ],
  ["a fraction", (a) => set(a.issues[0], { number: 1.5 }), ["issues[0].number", "whole number"]],
  ["zero", (a) => set(a.issues[0], { number: 0 }), ["issues[0].number", "whole number"]],
  [
    "merged without mergedAt",
    (a) => set(a.pulls[0], { mergedAt: null }),
    ["pulls[0].mergedAt (pull request 3): must be an instant"],
  ],
  ["mergedAt without merged", (a) => set(a.pulls[0], { state: "CLOSED" }), ["pulls[0].mergedAt"]],
  [
    "closed without closedAt",
    (a) => set(a.issues[1], { closedAt: null }),
    ["issues[1].closedAt (issue 2): must be an instant"],
  ],
  ["open with closedAt", (a) => set(a.issues[1], { state: "OPEN" }), ["issues[1].closedAt"]],
  ["an unknown state", (a) => set(a.issues[1], { state: "ODD" }), ["issues[1].state", '"OPEN"|"CLOSED"']],
  ["a login with spaces", (a) => set(a.issues[0], { author: "a b" }), ["issues[0].author", "no login"]],
  [
    "a login as long as a page",
    (a) => set(a.issues[0], { author: "x".repeat(3000) }),
    ["issues[0].author", "too long"],
  ],
  [
    "a label name that no index holds",
    (a) => set(a.labels[0], { name: "x".repeat(3000) }),
    ["labels[0].name", "too long"],
  ],
  [
    "a body of 1.5 MB",
    (a) => set(a.issues[0], { body: "x".repeat(1_500_000) }),
    ["issues[0].body (issue 1)", "too long"],
  ],
  [
    "a commit that is none",
    (a) => set(a.pulls[0], { mergeCommit: { oid: "main" } }),
    ["pulls[0].mergeCommit.oid", "commit id"],
  ],
])("%s is refused with its path", async (_, change, says) => {
  const archive = smallArchive();
  change(archive);

  await expectRefusal(workspace.import(archive), says);
});

test("a string of 50 MB is refused after two of them", async () => {
  const huge = `{"timestamp":"2024-01-01T00:00:00Z","repo":"acme/site","labels":[],"issues":[{"body":"${"x".repeat(50_000_000)}"}],"pulls":[]}`;
  const before = process.memoryUsage().rss;

  await expectRefusal(workspace.import(huge), ["more than 2 MB", "byte 85"]);

  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});

test("what is no file to read is refused by its name", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-no-file-"));
  const at = (name: string) => path.join(folder, name);
  await mkdir(at("folder.json"));
  execFileSync("mkfifo", [at("pipe.json")]);
  await symlink(at("loop.json"), at("loop.json"));
  await writeFile(at("plain"), "");

  await expectRefusal(workspace.importFile(at("missing.json")), ["missing.json: there is no such file"]);
  await expectRefusal(workspace.importFile(at("plain/inside.json")), ["no such file"]);
  await expectRefusal(workspace.importFile(at("folder.json")), ["folder.json: this is a directory"]);
  await expectRefusal(workspace.importFile(at("pipe.json")), ["pipe.json: this is a device or pipe"]);
  await expectRefusal(workspace.importFile("/dev/zero"), ["device"]);
  await expectRefusal(workspace.importFile(at("loop.json")), ["symbolic links"]);
  await expectRefusal(workspace.importFile(at("nul\0.json")), ["no file name"]);
  await rm(folder, { recursive: true });
});

test("a file cut anywhere is refused and leaves nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: tlsLike.length - 1 }), async (length) => {
      await expectRefusal(workspace.import(tlsLike.subarray(0, length)), []);
    }),
    { numRuns: 60 },
  );
});

test("a file with wrong bytes anywhere is refused or imported whole, and never breaks the importer", async () => {
  const flip = fc.tuple(fc.integer({ min: 0, max: tlsLike.length - 1 }), fc.integer({ min: 0, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 4 }), async (flips) => {
      const bytes = Buffer.from(tlsLike);
      for (const [at, byte] of flips) bytes[at] = byte;
      try {
        await workspace.import(bytes);
        await workspace.clear();
      } catch (error) {
        if (!isAppError(error)) throw error;
        expect(await readFacts(workspace.superDb)).toEqual({});
      }
    }),
    { numRuns: 150 },
  );
});
