import { toolDefinition, tools } from "@pulse/actions";
import { expect, test } from "vitest";

import { readParams, toolFields } from "./tool-fields.ts";

function fieldsOf(name: string) {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(name);
  return toolFields(toolDefinition(tool).inputSchema);
}

test("each kind of field is asked for in its own way", () => {
  const kinds = Object.fromEntries(fieldsOf("github_create_issue").map(({ name, kind }) => [name, kind]));

  expect(kinds).toMatchObject({ owner: "text", body: "long_text", labels: "list", dry_run: "switch" });
  expect(fieldsOf("github_list_issues").find(({ name }) => name === "state")).toMatchObject({
    kind: "choice",
    choices: ["open", "closed", "all"],
    fallback: "open",
  });
  expect(fieldsOf("github_dispatch_workflow").find(({ name }) => name === "inputs")).toMatchObject({ kind: "pairs" });
  expect(fieldsOf("github_list_issues").find(({ name }) => name === "limit")).toMatchObject({ kind: "number" });
  expect(
    fieldsOf("analytics_metric")
      .filter(({ isRequired }) => isRequired)
      .map(({ name }) => name),
  ).toEqual(["metric"]);
});

test("what is filled in becomes what the tool takes, and what is empty is left out", () => {
  const form = new FormData();
  for (const [name, text] of [
    ["metric", " pr.merged "],
    ["repositories", "a/b, c/d,"],
    ["from", ""],
    ["include_bots", "on"],
  ] as const) {
    form.set(name, text);
  }

  expect(readParams(fieldsOf("analytics_metric"), form)).toEqual({
    metric: "pr.merged",
    repositories: ["a/b", "c/d"],
    include_bots: true,
  });
});

test("pairs are lines, and a value may have an equals sign of its own", () => {
  const form = new FormData();
  form.set("inputs", "level = all\n\nquery=a=b");

  expect(readParams(fieldsOf("github_dispatch_workflow"), form)).toEqual({ inputs: { level: "all", query: "a=b" } });
});
