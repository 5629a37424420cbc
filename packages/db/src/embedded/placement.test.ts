// What only root meets: a server that has to run as somebody else, and folders that this somebody cannot enter.
import { chmod, mkdir, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { startEmbeddedPostgres } from "./start-embedded-postgres.ts";

const isRoot = process.getuid?.() === 0;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse-placement-"));
  // Without the program `unshare` there is no user namespace to be had.
  vi.stubEnv("PATH", "/nowhere");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  const elsewhere = await readFile(path.join(folder, "data.elsewhere"), "utf8").catch(() => null);
  if (elsewhere !== null) await rm(elsewhere, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

async function startTwice(): Promise<readonly string[]> {
  const seen: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    const server = await startEmbeddedPostgres({ dataDir: path.join(folder, "data"), settings: { fsync: "off" } });
    seen.push(`${server.dataDir} ${server.url}`);
    await server.stop();
  }
  return seen;
}

test.runIf(isRoot)(
  "where namespaces are forbidden the data stays, and belongs to an unprivileged account",
  async () => {
    await chmod(folder, 0o755);

    const [first, second] = await startTwice();

    expect(second).toBe(first);
    expect(first).toContain(path.join(folder, "data "));
    expect((await stat(path.join(folder, "data"))).uid).not.toBe(0);
  },
);

test.runIf(isRoot)("in a folder that only root may enter the data lies elsewhere, and is found again", async () => {
  const [first, second] = await startTwice();

  expect(second).toBe(first);
  expect(first).toContain("/var/lib/pulse-hub/");
});

test.runIf(isRoot)("data of root that the account cannot reach is refused rather than left behind", async () => {
  await mkdir(path.join(folder, "data"));

  await expect(startTwice()).rejects.toThrow(/cannot enter/);
});
