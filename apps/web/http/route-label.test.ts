import { readdir } from "node:fs/promises";
import path from "node:path";

import { expect, test } from "vitest";

import { apiRoutes } from "./api/routes/api-routes.ts";
import { createRouteLabel, workspacePages } from "./route-label.ts";

const label = createRouteLabel(apiRoutes);

test.each([
  ["/", "/"],
  ["/api/health", "/api/health"],
  ["/api/metrics/pr.cycle_time", "/api/metrics/{id}"],
  ["/api/webhooks/github/17", "/api/webhooks/github"],
  ["/api/mcp/execute", "/api/mcp/*"],
  ["/acme-secret/pulls", "/{workspace}/pulls"],
  ["/acme-secret/repositories/acme/plan-x", "/{workspace}/repositories/*"],
  ["/acme-secret/whatever", "other"],
  ["/api/nothing/acme", "other"],
  ["/wp-login.php", "other"],
])("%s is measured as %s", (asked, known) => {
  expect(label(asked)).toBe(known);
});

test("every page of a workspace has a name", async () => {
  const folders = await readdir(path.resolve(import.meta.dirname, "../src/app/[workspace]"), { withFileTypes: true });

  const pages = folders.filter((entry) => entry.isDirectory() && !entry.name.startsWith("["));

  expect(pages.map(({ name }) => name).toSorted()).toEqual(workspacePages);
});
