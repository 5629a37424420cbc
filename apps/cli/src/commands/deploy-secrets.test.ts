import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse secrets "));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const run = async (...argv: readonly string[]) =>
  await runPulse(["deploy", "secrets", ...argv], { PULSE_HOME: folder }, { root: folder });

test("an env file goes into a sealed one and back, readable for its owner alone, and nothing is written over", async () => {
  const identity = path.join(folder, "own.key");
  const file = path.join(folder, "web.env");
  await writeFile(file, "PORT=3000\n");

  const { out: recipient } = await run("key", "--identity", identity);
  const sealed = await run("encrypt", file, "--to", recipient.trim());
  const over = await run("decrypt", `${file}.age`, "--identity", identity);
  await rm(file);
  const opened = await run("decrypt", `${file}.age`, "--identity", identity);

  expect(recipient).toMatch(/^age1[0-9a-z]+\n$/);
  expect(sealed).toMatchObject({ code: 0, out: `${file}.age\n` });
  expect(over).toMatchObject({ code: 1, talk: expect.stringContaining("is there already") });
  expect(opened.code).toBe(0);
  expect(await readFile(file, "utf8")).toBe("PORT=3000\n");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(identity)).mode & 0o777).toBe(0o600);
  expect((await run("key", "--identity", identity)).code).toBe(1);
});

test("a plan of changing a secret numbers its steps, and changes nothing", async () => {
  const { code, out } = await run("rotate", "PULSE_ENCRYPTION_KEYS");

  expect(code).toBe(0);
  expect(out).toMatch(/^PULSE_ENCRYPTION_KEYS, read by web, mcp, worker: nobody notices/);
  expect(out).toMatch(/3\. Seal every stored secret[^]*\.\/pulse connection reseal[^]*done when/);
});

test.each([
  [["encrypt"], /--to age1/],
  [["encrypt", "web.env"], /--to age1/],
  [["decrypt", "web.env.age"], /--identity FILE/],
  [["decrypt", "web.env", "--identity", "k"], /does not end with \.age/],
  [["key"], /--identity FILE/],
  [["rotate"], /Name one secret/],
  [["set", "NEXTAUTH_SECRET"], /--service COMPONENT --spec FILE/],
])("%j lacks something, which is said with exit 2", async (argv, says) => {
  const { code, talk } = await run(...argv);

  expect(code).toBe(2);
  expect(talk).toMatch(says);
});
