import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { runPulse } from "../../test/run-pulse.ts";

let database: TestDatabase;
let home: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  home = await mkdtemp(path.join(tmpdir(), "pulse-home-"));
});

afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

const pulse = async (...argv: readonly string[]) =>
  await runPulse(argv, { POSTGRES_URL: database.url, PULSE_HOME: home });

const listSchema = z.object({ keys: z.array(z.object({ id: z.string(), name: z.string(), start: z.string() })) });

async function listKeys(): Promise<z.output<typeof listSchema>["keys"]> {
  return listSchema.parse(JSON.parse((await pulse("key", "list", "--json")).out)).keys;
}

test("a key is printed once, alone on stdout, and listed by its first characters from then on", async () => {
  const made = await pulse("key", "create", "--name", "ci", "--scope", "read", "--scope", "write");

  const listed = await pulse("key", "list");
  expect(made.code).toBe(0);
  expect(made.out).toMatch(/^phk_[A-Za-z]{40,}\n$/);
  expect(listed.out).toContain(`${made.out.slice(0, 10)}…`);
  expect(listed.out).toContain("read,write");
  expect(listed.out).not.toContain(made.out.trim());
});

test("a revoked key is no longer listed, and revoking it again fails", async () => {
  await pulse("key", "create", "--name", "short-lived");
  const id = (await listKeys()).find((key) => key.name === "short-lived")?.id ?? "";

  const revoked = await pulse("key", "revoke", id);
  const again = await pulse("key", "revoke", id);

  expect(revoked).toMatchObject({ code: 0, out: 'Revoked "short-lived"\n' });
  expect((await listKeys()).map((key) => key.name)).not.toContain("short-lived");
  expect(again.code).toBe(1);
});

test("a scope that is none is a wrong use", async () => {
  const refused = await pulse("key", "create", "--scope", "everything");

  expect(refused.code).toBe(2);
  expect(refused.talk).toContain("scope");
});

test("without anything running there is nothing that a link could open", async () => {
  const refused = await pulse("link");

  expect(refused.code).toBe(1);
  expect(refused.talk).toContain("./pulse up");
});
