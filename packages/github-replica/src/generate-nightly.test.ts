import { expect, it } from "vitest";

import { generateDelivery } from "./generate-delivery.ts";
import { generateHistory } from "./generate-history.ts";
import { generateNightly } from "./generate-nightly.ts";
import { markIncidents } from "./mark-incidents.ts";

const history = generateHistory({
  repository: "acme/shop",
  seed: 11,
  from: new Date("2026-01-01T00:00:00Z"),
  asOf: new Date("2026-11-01T00:00:00Z"),
  issues: 200,
  pullRequests: 300,
  people: 15,
});

it("nights are the same for the same seed, never on a weekend, and many fail once and then succeed without a change", () => {
  const runs = generateNightly(history, { seed: 1 });

  expect(generateNightly(history, { seed: 1 })).toEqual(runs);
  expect(runs.length).toBeGreaterThan(180);
  expect(runs.filter(({ createdAt }) => [0, 6].includes(createdAt.getUTCDay()))).toEqual([]);
  const flaky = runs.filter(
    ({ attempts }) => attempts.map(({ conclusion }) => conclusion).join() === "failure,success",
  );
  expect(flaky.length).toBeGreaterThan(30);
});

it("incidents begin within hours of a deployment, and end before the history does or not at all", () => {
  const delivery = generateDelivery(history, { seed: 1 });

  const marked = markIncidents(history, { delivery, seed: 1 });

  const incidents = marked.issues.filter(({ labels }) => labels.includes("incident"));
  expect(incidents.length).toBeGreaterThan(5);
  expect(incidents.filter(({ closedAt }) => closedAt !== null && closedAt >= history.asOf)).toEqual([]);
  expect(marked.issues).toHaveLength(history.issues.length);
  expect(marked.labels.map(({ name }) => name)).toContain("incident");
});
