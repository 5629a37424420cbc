import { expect, test } from "vitest";

import { describeState } from "./describe-state.ts";

const now = new Date("2026-07-09T12:00:00Z");
const repository = {
  access: "ok",
  accessDetail: null,
  isArchived: false,
  isTracked: true,
  isHidden: false,
  connection: "main",
} as const;
const run = { state: "done", phase: null, errorDetail: null, resumeAt: null, estimatedEndAt: null } as const;
const base = { repository, run, connectionStatus: "active", now, timeZone: "UTC" } as const;

test.each([
  ["imported", { repository: { ...repository, isTracked: false } }, "neutral", "Imported", /Connect it/],
  [
    "read no more, and hidden when it was last seen",
    { repository: { ...repository, access: "private", isTracked: false, isHidden: true } },
    "warning",
    "Private now",
    /hidden/,
  ],
  [
    "read by an app that was uninstalled",
    { repository: { ...repository, access: "uninstalled", isHidden: true } },
    "warning",
    /uninstalled/,
    /Install the app again/,
  ],
  ["renamed", { repository: { ...repository, access: "renamed" } }, "neutral", "Renamed at GitHub", /by itself/],
  [
    "transferred",
    { repository: { ...repository, access: "transferred" } },
    "warning",
    "Moved to another owner",
    /new name/,
  ],
  ["private", { repository: { ...repository, access: "private" } }, "warning", "Private now", /Connect it again/],
  ["deleted", { repository: { ...repository, access: "deleted" } }, "warning", /^Deleted at GitHub/, /Disconnect/],
  [
    "told more by GitHub",
    { repository: { ...repository, access: "forbidden", accessDetail: "SSO" } },
    "warning",
    /^Not open/,
    /^SSO$/,
  ],
  ["revoked", { connectionStatus: "revoked" }, "bad", /no longer takes its token/, /new token/],
  [
    "without connection",
    { repository: { ...repository, connection: null } },
    "warning",
    /No connection/,
    /Connect it again/,
  ],
  ["never read", { run: null }, "neutral", "Not read yet", null],
  ["queued", { run: { ...run, state: "queued" } }, "busy", "Queued", /worker/],
  [
    "reading",
    { run: { ...run, state: "running", phase: "recent", estimatedEndAt: new Date("2026-07-09T12:04:00Z") } },
    "busy",
    "Reading the newest first",
    /About 4 min left/,
  ],
  [
    "waiting",
    { run: { ...run, state: "waiting", resumeAt: new Date("2026-07-09T12:20:00Z") } },
    "warning",
    "Waiting until 9 Jul 2026, 12:20 UTC",
    /limit/,
  ],
  ["failed", { run: { ...run, state: "failed", errorDetail: "GitHub is away" } }, "bad", /failed/, /GitHub is away/],
  ["synced", {}, "good", "Synced", null],
  ["synced but for a kind", { run: { ...run, errorDetail: "Not read: teams" } }, "good", "Synced", /^Not read: teams$/],
  [
    "archived",
    { repository: { ...repository, isArchived: true } },
    "neutral",
    "Archived at GitHub",
    /changes any more/,
  ],
] as const)("a repository that is %s says so, and what to do", (_name, change, tone, title, detail) => {
  const state = describeState({ ...base, ...change });

  expect(state).toEqual({
    tone,
    title: typeof title === "string" ? title : expect.stringMatching(title),
    detail: detail === null ? null : expect.stringMatching(detail),
  });
});
