import { describe, expect, it } from "vitest";

import { catalogue, getMetric } from "./catalogue.ts";

describe("the catalogue", () => {
  it("has each id once, and says in words what each number means", () => {
    const ids = catalogue.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    for (const metric of catalogue) {
      expect(metric.id).toMatch(/^[a-z]+\.[a-z_]+$/);
      expect(metric.definition).toMatch(/^[A-Z].{20,}\.$/);
      expect(metric.needs.length).toBeGreaterThan(0);
    }
  });

  it("never tells a mean without its median", () => {
    for (const { value } of catalogue) {
      if ("mean" in value) expect(Object.keys(value)).toContain("p50");
    }
  });

  it.each([
    ["pr.mergd", "pr.merged"],
    ["cycle_time", "pr.cycle_time"],
    ["PR.Pickup-Time", "pr.pickup_time"],
    ["pr.first_review", "pr.time_to_first_review"],
  ])("names the id that was meant by %s", (typed, meant) => {
    expect(() => getMetric(typed)).toThrow(
      expect.objectContaining({ code: "not_found", message: expect.stringContaining(`Did you mean "${meant}"?`) }),
    );
  });

  it.each(["", "__proto__", "constructor", "x".repeat(10_000)])("has no metric %j", (id) => {
    expect(() => getMetric(id)).toThrow(expect.objectContaining({ code: "not_found" }));
  });
});
