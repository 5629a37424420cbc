import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { createTestDatabase } from "@pulse/db/testing";
import { findFreePort } from "@pulse/kit";
import { afterEach, beforeEach, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";
import { doctor } from "./doctor.ts";

type Check = { readonly name: string; readonly state: string; readonly message: string; readonly next: string | null };

let home: string;
let port: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "pulse doctor "));
  port = String(await findFreePort());
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

async function examine(
  env: Record<string, string> = {},
): Promise<{ code: number; ok: boolean; checks: readonly Check[] }> {
  const { code, out } = await runPulse(
    ["doctor", "--json"],
    { PATH: process.env["PATH"], PULSE_HOME: home, PORT: port, ...env },
    { commands: [doctor], root: "/nowhere" },
  );
  const report: { ok: boolean; checks: readonly Check[] } = JSON.parse(out);
  return { code, ...report };
}

test("a fresh setup passes, and nothing is made by looking", async () => {
  const { code, ok, checks } = await examine();

  expect(checks.filter((check) => check.state === "fail")).toEqual([]);
  expect({ code, ok }).toEqual({ code: 0, ok: true });
  expect(checks.find((check) => check.name === "database")?.message).toContain("is not made yet");
});

test("a database that is not migrated is a remark with the next step", async () => {
  const database = await createTestDatabase({ isMigrated: false });

  const { code, checks } = await examine({ POSTGRES_URL: database.url });
  await database.drop();

  expect(code).toBe(0);
  expect(checks.find((check) => check.name === "migrations")).toMatchObject({
    state: "warn",
    next: expect.stringContaining("db migrate"),
  });
});

test("a database that cannot be reached fails, exit 1", async () => {
  const { code, ok, checks } = await examine({ POSTGRES_URL: `postgres://me@127.0.0.1:${await findFreePort()}/x` });

  expect({ code, ok }).toEqual({ code: 1, ok: false });
  expect(checks.find((check) => check.name === "database")).toMatchObject({ state: "fail" });
});

test("what a killed up left behind is explained", async () => {
  await writeFile(path.join(home, "run.json"), "{}");

  const { checks } = await examine();

  expect(checks.find((check) => check.name === "up")).toMatchObject({
    state: "warn",
    message: expect.stringContaining("killed"),
  });
});

test("missing programs are remarks that say what needs them", async () => {
  const { checks } = await examine({ PATH: "/nowhere" });

  for (const name of ["git", "chromium"]) {
    expect(checks.find((check) => check.name === name)).toMatchObject({
      state: "warn",
      next: expect.stringContaining("apt install"),
    });
  }
});
