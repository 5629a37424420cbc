import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
let database: TestDatabase;
let folder: string;
let local: LocalPlatform;
let appId: string;
const cwd = process.cwd();

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  folder = await mkdtemp(path.join(tmpdir(), "pulse deploy apply "));
  local = await startLocalPlatform({ now: new Date(), perRequestMs: 10_000 });
  appId = local.addApp(specOf("a")).id;
  // Records are written below the folder that the command is called in.
  process.chdir(folder);
});

afterAll(async () => {
  process.chdir(cwd);
  await local.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => local.site.reset());

const specOf = (letter: string) => ({
  name: "shop",
  ingress: { rules: [{ match: { path: { prefix: "/" } }, component: { name: "shop-web" } }] },
  services: [
    {
      name: "shop-web",
      image: { registry_type: "GHCR", registry: "acme", repository: "web", digest: digest(letter) },
      http_port: 3000,
      instance_size_slug: "apps-s-1vcpu-0.5gb",
      health_check: { http_path: "/api/health" },
      envs: [{ key: "LOG_LEVEL", value: "info" }],
    },
  ],
});

const pulse = async (...argv: readonly string[]) =>
  await runPulse(["deploy", ...argv], {
    POSTGRES_URL: database.url,
    PULSE_HOME: folder,
    DIGITALOCEAN_ACCESS_TOKEN: local.token,
    DIGITALOCEAN_API_URL: local.apiUrl,
  });

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

const quick = ["--every", "0", "--patience", "0", "--yes"];

test("a spec is planned, deployed with the secrets of an env file, verified, recorded, and rolled back again", async () => {
  const spec = await write("spec.json", JSON.stringify(specOf("b")));
  const env = await write("web.env", "NEXTAUTH_SECRET=Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0Z2FycGx5\n");

  const plan = await pulse("plan", "--spec", spec, "--env", `web=${env}`);
  const applied = await pulse("apply", "--spec", spec, "--env", `web=${env}`, "--reason", "a release", ...quick);

  expect(plan).toMatchObject({ code: 0 });
  expect(plan.out).toContain("secret shop-web.NEXTAUTH_SECRET: added");
  expect(plan.out + applied.out + applied.talk).not.toContain("Zm9vYmFy");
  expect(applied.out).toContain("The deployment of shop succeeded: what was wanted runs, and works.");
  expect(applied.code).toBe(0);
  const [record = ""] = await readdir(path.join(folder, "deployments"));
  expect(JSON.parse(await readFile(path.join(folder, "deployments", record), "utf8"))).toMatchObject({
    app_id: appId,
    outcome: "succeeded",
  });

  const back = await pulse("rollback", "--last", ...quick);
  const status = await pulse("status", "--json");
  const history = await pulse("history");

  expect(back.out).toContain("The rollback of shop succeeded");
  expect(JSON.parse(status.out)).toMatchObject({ appName: "shop", pinned: null, lock: null });
  expect(history.out).toMatch(/rollback shop succeeded[^\n]*\n[^\n]*apply shop succeeded[^\n]*: a release/);
});

test("what does not work ends with exit 1, its code, what shows it and what to do", async () => {
  local.site.answer("/api/ready", { status: 503, body: "starting" });
  const spec = await write("spec.json", JSON.stringify(specOf("c")));

  const { code, out } = await pulse("apply", "--spec", spec, ...quick);

  expect(code).toBe(1);
  expect(out).toContain("SERVICE_UNAVAILABLE: /api/ready answers 503\n  | starting\n→ read the log");
});

test("another app than Pulse-Hub is held to the platform's word and one path", async () => {
  local.site.answer("/healthz", { status: 200, body: "fine" });
  local.site.answer("/api/health", { status: 404, body: "" });
  const spec = await write("spec.json", JSON.stringify(specOf("d")));

  const { code } = await pulse("apply", "--spec", spec, "--plain", "--ready", "/healthz", ...quick);

  expect(code).toBe(0);
});

test("a configuration that is wrong is not deployed", async () => {
  const spec = await write("bad.json", JSON.stringify({ ...specOf("e"), regions: "nyc" }));
  const before = local.countDeployments(appId);

  const { code, talk } = await pulse("apply", "--spec", spec, ...quick);

  expect(code).toBe(1);
  expect(talk).toContain("Nothing was deployed, because the configuration is wrong");
  expect(local.countDeployments(appId)).toBe(before);
});

test("an env file of a service that is not there is refused with the names of those that are", async () => {
  const spec = await write("spec.json", JSON.stringify(specOf("b")));
  const env = await write("x.env", "PORT=3000\n");

  const { code, talk } = await pulse("plan", "--spec", spec, "--env", `mcp=${env}`);

  expect(code).toBe(1);
  expect(talk).toContain("It has shop-web");
});

test.each([
  [["plan", "--spec", "nowhere.yaml"], 1, "nowhere.yaml cannot be read"],
  [["rollback"], 2, "Say to what"],
  [["rollback", "--commit", "--revert"], 2, "Either --commit or --revert"],
  [["cancel", "--yes"], 1, "Nothing of shop is being deployed"],
  [["logs", "wbe"], 1, "shop has no component wbe"],
  [["logs", "--follow", "--run", "3"], 2, "--follow goes with neither"],
  [["status", "--app", "other"], 1, "There is no app other. The token sees shop"],
] as const)("%j ends with exit %i and says why", async (argv, code, says) => {
  const done = await pulse(...argv);

  expect(done).toMatchObject({ code });
  expect(done.talk).toContain(says);
});

test("health, cost, logs and map are told for people and as JSON", async () => {
  const health = await pulse("health");
  const cost = await pulse("cost");
  const logs = await pulse("logs", "shop-web");
  const followed = await pulse("logs", "--follow");
  const map = await pulse("map");
  const json = JSON.parse((await pulse("cost", "--json")).out);

  expect(health.out).toMatch(/shop-web +HEALTHY +1\/1/);
  expect(cost.out).toMatch(/shop-web +apps-s-1vcpu-0.5gb +1 +\$5.00\ntotal +\$5.00/);
  expect(logs.out).toContain("shop-web listening");
  expect(followed).toMatchObject({
    code: 0,
    out: "shop-web  shop-web starting\nshop-web  shop-web listening on 0.0.0.0\n",
  });
  expect(map.out).toContain("shop-web  service  public  port 3000");
  expect(json).toMatchObject({ usdPerMonth: 5 });
});

test("a local unhealthy part is exit 1", async () => {
  local.setHealth("shop-web", { state: "UNHEALTHY" });

  expect((await pulse("health")).code).toBe(1);
});

// The last, since from here on there are two apps.
test("an app that is not there is planned as one to be made, and made where that was said", async () => {
  const name = "store";
  const ingress = { rules: [{ match: { path: { prefix: "/" } }, component: { name: "store-web" } }] };
  const services = specOf("f").services.map((one) => ({ ...one, name: "store-web" }));
  const spec = await write("store.json", JSON.stringify({ name, ingress, services }));

  const plan = await pulse("plan", "--spec", spec);
  const unsaid = await pulse("apply", "--spec", spec, ...quick);
  const idle = await pulse("cancel", "--app", name, "--yes");
  const said = await pulse("apply", "--spec", spec, "--create", ...quick);
  const again = await pulse("plan", "--spec", spec);

  expect(plan.out).toMatch(/^store: create this app[^]*\$0\.00 → \$5\.00 a month/);
  expect(unsaid).toMatchObject({ code: 1, talk: expect.stringContaining("Make it with --create") });
  expect(idle.talk).toContain("There is no app store");
  expect(said).toMatchObject({ code: 0, out: expect.stringContaining("The deployment of store succeeded") });
  expect(again.out).toContain("the spec stays as it is");
});
