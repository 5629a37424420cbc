import type { ActivityEntry } from "@pulse/actions";
import { expect, test } from "vitest";

import { toEntryView } from "./entry-view.ts";

const base: ActivityEntry = {
  kind: "issue.opened",
  source: "issue.opened",
  id: 1,
  at: new Date("2026-07-09T10:00:00Z"),
  repository: "acme/site",
  number: 7,
  title: "Slow page",
  isPullRequest: false,
  actor: "ana",
  detail: null,
  link: null,
};

const home = "https://github.com/acme/site";
const own = { number: null, title: null } as const;

test.each([
  [{}, "ana opened #7 Slow page", `${home}/issues/7`],
  [{ kind: "issue.closed", actor: null }, "Closed #7 Slow page", `${home}/issues/7`],
  [{ kind: "pull_request.merged", isPullRequest: true }, "ana merged #7 Slow page", `${home}/pull/7`],
  [
    { kind: "review.submitted", isPullRequest: true, detail: "changes_requested", link: "#pullrequestreview-5" },
    "ana asked for changes on #7 Slow page",
    `${home}/pull/7#pullrequestreview-5`,
  ],
  [
    { kind: "release.published", ...own, detail: "One", link: "v1/rc" },
    "ana released One",
    `${home}/releases/tag/v1%2Frc`,
  ],
  [
    { kind: "run.completed", ...own, detail: "CI: failure", link: "88" },
    "ana ran CI: failure",
    `${home}/actions/runs/88`,
  ],
  [
    { kind: "deployment.created", ...own, detail: "production: success" },
    "ana deployed production: success",
    `${home}/deployments`,
  ],
  [
    { kind: "deployment.created", ...own, detail: "production: success", link: "javascript:alert(1)" },
    "ana deployed production: success",
    `${home}/deployments`,
  ],
] as const)("%o", (change, words, url) => {
  const { actor, verb, about, url: made } = toEntryView({ ...base, ...change });

  expect([`${actor ?? ""} ${verb} ${about}`.trim(), made]).toEqual([words, url]);
});
