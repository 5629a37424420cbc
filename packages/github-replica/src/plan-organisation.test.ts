import { expect, test } from "vitest";

import { generateHistory, planOrganisation, type OrganisationShape } from "./index.ts";

const shape: OrganisationShape = {
  owner: "acme",
  seed: 3,
  from: new Date("2025-01-01T00:00:00Z"),
  asOf: new Date("2026-01-01T00:00:00Z"),
  repositories: 40,
  items: 6_000,
  people: 100,
  sizes: "long-tailed",
};

const itemsOf = (plan: ReturnType<typeof planOrganisation>) => plan.map((each) => each.issues + each.pullRequests);

test("the same organisation comes out of the same seed, another out of another", () => {
  const plan = planOrganisation(shape);

  expect(planOrganisation(shape)).toEqual(plan);
  expect(planOrganisation({ ...shape, seed: 4 })).not.toEqual(plan);
});

test("items are dealt whole: none is lost, and no repository is empty", () => {
  const sizes = [shape, { ...shape, items: 41 }, { ...shape, sizes: "equal" as const }].map((each) =>
    itemsOf(planOrganisation(each)),
  );

  expect(sizes.map((each) => each.reduce((sum, size) => sum + size, 0))).toEqual([6_000, 41, 6_000]);
  expect(sizes.flat().every((size) => size >= 1)).toBe(true);
  expect(new Set(sizes[2])).toEqual(new Set([150]));
});

test("few repositories hold most items when sizes are long-tailed", () => {
  const sizes = itemsOf(planOrganisation(shape)).toSorted((left, right) => right - left);

  const largest = sizes.slice(0, 8).reduce((sum, size) => sum + size, 0);

  expect(largest / 6_000).toBeGreaterThan(0.4);
});

test("one cast works in all of it, and a bot comments first on some pull requests", () => {
  const histories = planOrganisation(shape).slice(0, 6).map(generateHistory);
  const logins = histories.map((history) => new Set(history.people.map((person) => person.login)));
  const pulls = histories.flatMap((history) => history.pullRequests);

  const common = [...(logins[0] ?? [])].filter((login) => logins.slice(1).some((other) => other.has(login)));
  const botsFirst = pulls.filter((pull) => pull.comments[0]?.author.isBot === true);

  expect(common.length).toBeGreaterThan(2);
  expect(new Set(logins.flatMap((each) => [...each])).size).toBeLessThanOrEqual(102);
  expect(botsFirst.length / pulls.length).toBeGreaterThan(0.15);
  expect(botsFirst.every((pull) => (pull.comments[0]?.createdAt ?? 0) > pull.createdAt)).toBe(true);
});
