import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { runPulse } from "../../test/run-pulse.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pulse deploy "));
  await writeFile(path.join(folder, "good.env"), "PORT=8080\nLOG_LEVEL=info\n");
  await writeFile(path.join(folder, "bad.env"), "PORT=8080\nNEXTAUTH_SECRET=<random-32-char-secret>\nTOKEN=abc def\n");
  await writeFile(path.join(folder, "spec.yaml"), "name: pulse-hub\nregions: nyc\n");
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const run = async (...argv: readonly string[]) =>
  await runPulse(["deploy", "check", ...argv], { PULSE_HOME: folder }, { root: folder });

test("what is right is said to be, with exit 0", async () => {
  const done = await run("--env", `web=${path.join(folder, "good.env")}`);

  expect(done).toMatchObject({ code: 0, out: "Nothing is wrong.\n" });
});

test("what is wrong is named by file and line, with what to do, and ends with exit 1", async () => {
  const file = path.join(folder, "bad.env");
  const { code, out } = await run("--env", `web=${file}`);

  expect(code).toBe(1);
  expect(out).toContain(`${file}:2:17  error ENV_VAR_MISSING\n`);
  expect(out).toContain(`${file}:3:7  error ENV_VAR_PARSE_ERROR\n`);
  expect(out).toMatch(/2 errors, 0 warnings\.\n$/);
});

test("a spec and env files are checked together, and told as JSON", async () => {
  const { code, out } = await run(
    "--spec",
    path.join(folder, "spec.yaml"),
    "--env",
    `web=${path.join(folder, "bad.env")}`,
    "--json",
  );

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    errors: 3,
    warnings: 0,
    findings: [{ line: 2, code: "SPEC_VALIDATION_ERROR", fix: "write region" }, { line: 2 }, { line: 3 }],
  });
});

test("an env file that no component would get is found, and one of a job is not", async () => {
  const spec = path.join(folder, "parts.json");
  const web = { name: "hub-web", image: { registry_type: "GHCR", repository: "web", tag: "1" }, http_port: 3000 };
  await writeFile(spec, JSON.stringify({ name: "hub", services: [web], jobs: [{ ...web, name: "hub-migrate" }] }));
  const good = path.join(folder, "good.env");

  const { out } = await run("--spec", spec, "--env", `migrate=${good}`, "--env", `mcp=${good}`);

  expect(out).toContain("mcp is no component of hub, or the end of several: it has hub-web, hub-migrate");
  expect(out).not.toContain("migrate is no component");
});

test("nothing named, a file that is not there, and an env without its service are used wrongly or refused", async () => {
  expect(await run()).toMatchObject({ code: 2, talk: expect.stringContaining("--spec FILE") });
  expect(await run("--env", "bad.env")).toMatchObject({ code: 2, talk: expect.stringContaining("web=") });
  expect(await run("--spec", "gone.yaml")).toMatchObject({
    code: 1,
    talk: expect.stringContaining("gone.yaml cannot be read"),
  });
});

test("our own specs have one warning: the image of Superset is not there yet", async () => {
  const specs = path.resolve(import.meta.dirname, "../../../../infra/pulse-hub");

  for (const name of ["app-spec.yaml", "app-spec.staging.yaml"]) {
    const { code, out } = await run("--spec", path.join(specs, name), "--offline");

    expect(code).toBe(0);
    expect(out).toContain("docker/Dockerfile.superset, which is not in this repository");
    expect(out).toMatch(/\n0 errors, 1 warning\.\n$/);
  }
});
