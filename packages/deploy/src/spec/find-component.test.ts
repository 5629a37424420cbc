import { expect, test } from "vitest";

import { findComponent } from "./find-component.ts";

const spec = {
  name: "pulse-hub",
  services: [{ name: "pulse-hub-web" }, { name: "web" }],
  workers: [{ name: "pulse-hub-worker" }, { name: "old-sync" }],
  jobs: [{ name: "pulse-hub-migrate" }, { name: "new-sync" }],
};

test.each([
  ["pulse-hub-web", "services", "pulse-hub-web"],
  ["web", "services", "web"],
  ["worker", "workers", "pulse-hub-worker"],
  ["migrate", "jobs", "pulse-hub-migrate"],
])("%s is the one of %s that is called %s", (asked, kind, name) => {
  expect(findComponent(spec, asked)).toMatchObject({ kind, component: { name } });
});

test.each(["sync", "orker", "nobody", ""])("%j is nobody, or more than one", (asked) => {
  expect(findComponent(spec, asked)).toBeNull();
});
