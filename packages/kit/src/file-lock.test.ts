import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { acquireFileLock, readLockHolder } from "./file-lock.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "pulse lock "));
  file = path.join(folder, "up.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

const dead = { pid: process.pid, startMark: "another boot/1", label: "a run that was killed", nonce: "n" };

describe("acquireFileLock", () => {
  it("refuses while a living process holds it, and names that process", async () => {
    await acquireFileLock(file, "first");

    await expect(acquireFileLock(file, "second")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`process ${process.pid} (first)`),
      details: { holder: { label: "first" } },
    });
  });

  it("can be taken again after it was released, and leaves nothing behind", async () => {
    const lock = await acquireFileLock(file, "first");

    await lock.release();

    expect(readdirSync(folder)).toEqual([]);
    await (await acquireFileLock(file, "second")).release();
  });

  it.each([
    ["a holder that was killed", JSON.stringify(dead)],
    ["a file cut short", '{"pid": 12'],
    ["an empty file", ""],
  ])("is not kept by %s", async (_, text) => {
    writeFileSync(file, text);

    await acquireFileLock(file, "next");

    expect(await readLockHolder(file)).toMatchObject({ label: "next", pid: process.pid });
  });

  it("lets exactly one of many take the lock of a dead holder", async () => {
    writeFileSync(file, JSON.stringify(dead));

    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, async (_, index) => await acquireFileLock(file, `try ${index}`)),
    );

    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["up.lock"]);
  });

  it("does not release what another holds by now", async () => {
    const lock = await acquireFileLock(file, "first");
    writeFileSync(file, JSON.stringify({ ...dead, label: "somebody else" }));

    await lock.release();

    expect(await readLockHolder(file)).toMatchObject({ label: "somebody else" });
  });
});
