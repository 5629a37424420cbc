// The workflows as GitHub reads them: by the schema that is published for them, and by rules of ours that no schema has.
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { validateWorkflow } from "@action-validator/core";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { z } from "zod";

import { findCommandFault, findShellFault, listPulseCalls } from "../docs/find-command-fault.ts";

const folder = path.resolve(import.meta.dirname, "../../.github/workflows");
const files = globSync("*.yml", { cwd: folder }).toSorted();

const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  concurrency: z.object({ group: z.string(), "cancel-in-progress": z.boolean() }),
  jobs: z.record(
    z.string(),
    z.looseObject({
      environment: z.union([z.string(), z.looseObject({ name: z.string() })]).optional(),
      "timeout-minutes": z.number(),
      steps: z.array(step),
    }),
  ),
});

const textOf = (file: string) => readFileSync(path.join(folder, file), "utf8");
const read = (file: string) => workflow.parse(parse(textOf(file)));
const stepsOf = (file: string) => Object.values(read(file).jobs).flatMap(({ steps }) => steps);
const runsOf = (file: string) => stepsOf(file).flatMap(({ run }) => (run === undefined ? [] : [run]));

test("there are those that the procedure speaks of", () => {
  expect(files).toEqual(expect.arrayContaining(["ci.yml", "db-production.yml", "db-staging.yml", "deploy.yml"]));
});

test.each(files)("%s is a workflow by GitHub's schema", (file) => {
  expect(validateWorkflow(textOf(file)).errors).toEqual([]);
});

test("a planted fault is found by the schema", () => {
  expect(validateWorkflow(textOf("ci.yml").replace("runs-on:", "runs_on:")).errors).not.toEqual([]);
});

test.each(files)("%s uses actions of one commit each, and says which release that is", (file) => {
  const used = [...textOf(file).matchAll(/uses: (.*)$/gm)].map(([, what = ""]) => what);

  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((what) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(what))).toEqual([]);
});

test.each(files)("%s may read and no more, ends by itself, and goes on past no failure", (file) => {
  const text = textOf(file);

  expect(Object.entries(read(file).permissions).filter(([, right]) => right !== "read" && right !== "none")).toEqual(
    [],
  );
  expect(text).not.toMatch(/continue-on-error|\|\| true|\|\| echo|pull_request_target|set \+e/);
});

test.each(files)("%s lets nothing that others wrote, and no secret, into a command line", (file) => {
  expect(runsOf(file).filter((run) => run.includes("${{"))).toEqual([]);
  for (const [, expression = ""] of textOf(file).matchAll(/\$\{\{([^}]*secrets\.[^}]*)\}\}/g)) {
    expect(expression.trim()).toMatch(/^secrets\.[A-Z][A-Z0-9_]*$/);
  }
});

test.each(files)("%s has commands that a shell can read and our program takes", (file) => {
  const runs = runsOf(file);

  expect(runs.map(findShellFault).filter((fault) => fault !== null)).toEqual([]);
  const calls = runs.flatMap(listPulseCalls);
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.map(findCommandFault).filter((fault) => fault !== null)).toEqual([]);
});

test.each(["db-staging.yml", "db-production.yml"])(
  "%s migrates all there is, stops at an error and compares afterwards, one at a time and with somebody's leave",
  (file) => {
    const { jobs, concurrency } = read(file);
    const commands = runsOf(file)
      .flatMap(listPulseCalls)
      .map((words) => words.slice(0, 2).join(" "));

    expect(commands.slice(-2)).toEqual(["db migrate", "db drift"]);
    expect(concurrency["cancel-in-progress"]).toBe(false);
    expect(Object.values(jobs).every(({ environment }) => environment !== undefined)).toBe(true);
  },
);

test("a deployment is checked, then allowed by somebody, then migrated, planned and followed to its end, one at a time", () => {
  const { jobs, concurrency } = read("deploy.yml");
  const { check, deploy } = jobs;
  const commands = runsOf("deploy.yml")
    .flatMap(listPulseCalls)
    .map((words) => words.slice(0, 2).join(" "));

  expect(Object.keys(jobs)).toEqual(["check", "deploy"]);
  expect(check?.environment).toBeUndefined();
  expect(deploy).toMatchObject({ needs: "check", environment: expect.stringContaining("inputs.environment") });
  expect(concurrency["cancel-in-progress"]).toBe(false);
  expect(commands).toEqual(["deploy check", "check", "db migrate", "db drift", "deploy plan", "deploy apply"]);
});

test("a call that our program would refuse is found, over lines and behind others", () => {
  const calls = listPulseCalls(
    '# ./pulse nothing\necho a && ./pulse db migrate\nif ! "$root/pulse" deploy chekc \\\n  --spec "a b"; then exit 1; fi\n',
  );

  expect(calls).toEqual([
    ["db", "migrate"],
    ["deploy", "chekc", "--spec", "a b"],
  ]);
  expect(calls.map(findCommandFault)).toEqual([null, expect.stringContaining("deploy check")]);
  expect(findShellFault("if true; then\n")).not.toBeNull();
});
