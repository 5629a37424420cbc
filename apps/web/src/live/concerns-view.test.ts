import { expect, test } from "vitest";

import { concernsView } from "./concerns-view.ts";

const all = { repositories: [] };
const one = { repositories: ["acme/site"] };

test.each([
  ["facts", "acme/site", { segment: "pulls", ...all }, true],
  ["facts", "ACME/Site", { segment: "pulls", ...one }, true],
  ["facts", "acme/other", { segment: "pulls", ...one }, false],
  ["pull_request.merged", "acme/site", { segment: "overview", ...all }, true],
  ["pull_request.merged", "acme/site", { segment: "activity", ...one }, true],
  ["sync_run", "acme/site", { segment: "pulls", ...all }, false],
  ["delivery", null, { segment: "pulls", ...all }, false],
  ["sync_run", "acme/site", { segment: "repositories", ...all }, true],
  ["delivery", "acme/site", { segment: "repositories", ...all }, false],
  ["delivery", null, { segment: "settings", ...all }, true],
  ["export", null, { segment: "settings", ...all }, true],
  ["export", null, { segment: "repositories", ...all }, false],
  ["export", null, { segment: "pulls", ...all }, false],
  ["deploy_run", null, { segment: "deployments", ...all }, true],
  ["deploy_run", null, { segment: "settings", ...all }, false],
  ["deploy_run", null, { segment: "repositories", ...all }, false],
  ["facts", "acme/site", { segment: "deployments", ...all }, false],
  ["facts", "acme/site", { segment: "settings", ...all }, false],
  ["facts", "acme/site", { segment: "", ...all }, true],
  ["facts", "acme/site", { segment: "tools", ...all }, false],
] as const)("%s of %s concerns %o: %s", (kind, repository, view, expected) => {
  expect(concernsView({ kind, repository }, view)).toBe(expected);
});
