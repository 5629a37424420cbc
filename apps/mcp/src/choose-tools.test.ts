import { tools } from "@pulse/actions";
import { expect, test } from "vitest";

import { chooseTools } from "./choose-tools.ts";
import { listTools } from "./list-tools.ts";

const nothing = { PULSE_TOOLSETS: [], PULSE_TOOLS: [], PULSE_EXCLUDE_TOOLS: [], PULSE_READ_ONLY: false };
const namesOf = (choice: Partial<Parameters<typeof chooseTools>[0]>) =>
  chooseTools({ ...nothing, ...choice }).map(({ name }) => name);
const writing = tools.filter(({ hints }) => !hints.isReadOnly).map(({ name }) => name);

test.each([
  ["alone", {}],
  ["with every set named", { PULSE_TOOLSETS: ["issues", "pulls", "actions"] }],
  ["with every tool that writes named", { PULSE_TOOLS: writing }],
])("read-only mode offers no tool that writes, %s", (_, choice) => {
  expect(writing.length).toBeGreaterThan(0);
  expect(namesOf({ ...choice, PULSE_READ_ONLY: true }).filter((name) => writing.includes(name))).toEqual([]);
});

test("sets and single tools add up, and what is excluded is not offered whatever else says so", () => {
  expect(namesOf({ PULSE_TOOLSETS: ["repos"], PULSE_TOOLS: ["github_whoami"] })).toEqual([
    "github_list_repos",
    "github_get_repo",
    "github_whoami",
  ]);
  expect(namesOf({ PULSE_TOOLS: ["github_whoami"], PULSE_EXCLUDE_TOOLS: ["github_whoami"] })).toEqual([]);
});

test.each(["PULSE_TOOLSETS", "PULSE_TOOLS", "PULSE_EXCLUDE_TOOLS"])(
  "a name of nothing in %s stops the start",
  (setting) => {
    expect(() => namesOf({ [setting]: ["github_fly"] })).toThrow(`${setting}: there is no github_fly`);
  },
);

test("a key that may only read is told of no tool that it could not call", () => {
  const listed = listTools(tools).for({ scopes: ["read"] });

  expect(listed.tools.filter(({ scope }) => scope === "write")).toEqual([]);
  expect(listed.definitions.map(({ name }) => name)).toEqual(
    listed.tools.filter(({ scope }) => scope === "read").map(({ name }) => name),
  );
});
