import { expect, test } from "vitest";

import { toMilestones } from "./to-milestones.ts";

const row = {
  repository: "acme/shop",
  number: 3,
  title: "Spring",
  state: "open",
  items: 10,
  closed: 4,
  progress: 0.4,
  due_at: "2026-05-01T00:00:00Z",
  ends_at: "2026-04-01T00:00:00Z",
};

test.each([
  ["early", {}],
  ["late", { ends_at: "2026-05-02T00:00:00Z" }],
  ["not due", { due_at: null }],
  ["no pace", { ends_at: null }],
  ["done", { closed: 10, progress: 1, ends_at: null }],
  ["closed", { state: "closed" }],
])("its outlook is %s", (outlook, change) => {
  expect(toMilestones([{ ...row, ...change }])[0]?.outlook).toBe(outlook);
});

test("it leads to its own page", () => {
  expect(toMilestones([row])[0]?.url).toBe("https://github.com/acme/shop/milestone/3");
});
