import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { command } from "../command.ts";
import { runPulse } from "../../test/run-pulse.ts";
import { setSecret } from "./set-secret.ts";

const spec = {
  name: "shop",
  services: [
    {
      name: "shop-web",
      image: { registry_type: "GHCR", registry: "acme", repository: "web", digest: `sha256:${"a".repeat(64)}` },
      http_port: 3000,
      health_check: { http_path: "/api/health" },
    },
  ],
};
let database: TestDatabase;
let folder: string;
let file: string;
let local: LocalPlatform;
const cwd = process.cwd();

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  folder = await mkdtemp(path.join(tmpdir(), "pulse set secret "));
  file = path.join(folder, "spec.json");
  await writeFile(file, JSON.stringify(spec));
  local = await startLocalPlatform({ now: new Date(), perRequestMs: 10_000 });
  local.addApp(spec);
  process.chdir(folder);
});

afterAll(async () => {
  process.chdir(cwd);
  await local.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function set(secret: string, value: string) {
  const given = { spec: file, every: 0, patience: 0, yes: true };
  const trySet = command({
    name: "try set",
    summary: "",
    args: z.object({}),
    run: async (ctx) => await setSecret(ctx, { service: "shop-web", name: secret, value, given }),
  });
  const env = {
    POSTGRES_URL: database.url,
    PULSE_HOME: folder,
    DIGITALOCEAN_ACCESS_TOKEN: local.token,
    DIGITALOCEAN_API_URL: local.apiUrl,
  };
  const { code, out, talk } = await runPulse(["try", "set"], env, { commands: [trySet] });
  return { code, said: out + talk };
}

test("one secret is deployed, the one of before stays, and neither is said", async () => {
  const first = await set("NEXTAUTH_SECRET", "one that has more than 32 signs in it");
  const second = await set("GITHUB_WEBHOOK_SECRET", "5f2c9a7be0d14836");

  expect(first.code).toBe(0);
  expect(second).toMatchObject({ code: 0 });
  expect(second.said).toContain("secret shop-web.GITHUB_WEBHOOK_SECRET: added");
  expect(second.said).toContain("1 secret stays as the platform holds it");
  expect(first.said + second.said).not.toMatch(/more than 32|5f2c9a7b/);
});

test.each([
  ["is no value of that name", "NEXTAUTH_SECRET", "short", /32 characters/],
  ["cannot be written into an env file", "SECRET_KEY", "it's one of more than 32 signs, with '", /_BASE64/],
])("a value that %s is refused before anything is asked, and not repeated", async (_, name, value, says) => {
  const { code, said } = await set(name, value);

  expect(code).toBe(1);
  expect(said).toMatch(says);
  expect(said).not.toContain(value);
});
