import { expect, test } from "vitest";

import { readRuleDraft, writePatterns } from "./rule-draft.ts";
import { describeRule } from "./rule-words.ts";

const saved = {
  source: "environment",
  names: [],
  branches: [],
  countsPrereleases: false,
  incidentLabels: ["incident"],
  countsReverts: true,
} as const;
const draftOf = (query: string) => {
  const search = new URLSearchParams(query);
  return readRuleDraft((name) => search.get(name), { ...saved, names: [], branches: [], incidentLabels: ["incident"] });
};

test("without a draft in the address the saved rule stands", () => {
  expect(draftOf("repo=acme%2Fsite")).toEqual(saved);
});

test("a draft holds what its form held: a box that is not ticked is off, and patterns stand once", () => {
  expect(draftOf("source=workflow_run&names=Deploy*,+Ship%0ADeploy*&branches=main&labels=")).toEqual({
    source: "workflow_run",
    names: ["Deploy*", "Ship"],
    branches: ["main"],
    countsPrereleases: false,
    incidentLabels: [],
    countsReverts: false,
  });
});

test("what is written is read again", () => {
  const names = ["v*", "release-*"];

  expect(draftOf(`source=tag&names=${encodeURIComponent(writePatterns(names))}`).names).toEqual(names);
});

test("a rule is said in a sentence", () => {
  expect(describeRule({ ...saved, names: ["prod-*"], branches: ["main"], incidentLabels: ["incident", "sev*"] })).toBe(
    "Deployments on GitHub, by environment: prod-*, from main. Incidents are issues labelled incident or sev* and reverts.",
  );
});
