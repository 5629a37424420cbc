import { createRequire } from "node:module";

import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  listSettled,
  openWebhookWorkspace,
  processAll,
  receive,
  track,
  type Sent,
  type WebhookWorkspace,
} from "../../test/webhook-workspace.ts";
import { eventHandlers } from "./event-handlers.ts";

type Example = { readonly repository?: { readonly id: number } };
type Event = { readonly name: string; readonly examples: readonly Example[] };

const events: readonly Event[] = createRequire(import.meta.url)("@octokit/webhooks-examples/api.github.com/index.json");
const sent: readonly Sent[] = events.flatMap(({ name, examples }) =>
  examples.map((payload): Sent => ({ event: name, payload })),
);
const repositoryIds = new Set(
  events.flatMap(({ examples }) => examples.flatMap((payload) => payload.repository?.id ?? [])),
);

let workspace: WebhookWorkspace;

beforeAll(async () => {
  workspace = await openWebhookWorkspace();
  for (const githubId of repositoryIds) await track(workspace, { githubId });
  await receive(workspace, sent);
  await processAll(workspace);
});

afterAll(async () => {
  await workspace.database.drop();
});

test("every payload that GitHub publishes as an example ends processed or ignored with a reason", async () => {
  const settled = await listSettled(workspace);

  expect(settled).toHaveLength(sent.length);
  expect(settled.filter((row) => row.state !== "processed" && row.state !== "ignored")).toEqual([]);
  expect(settled.filter((row) => row.outcome === null)).toEqual([]);
});

test("every example of an event that we keep has the shape we read", async () => {
  const settled = await listSettled(workspace);

  // These two examples lack the state, which every real delivery has.
  const isCut = (row: { event: string; action: string | null }): boolean =>
    row.event === "issues" && ["pinned", "unpinned"].includes(row.action ?? "");
  const misread = settled.filter((row) => row.outcome?.startsWith("not the shape") && !isCut(row));
  expect(misread).toEqual([]);
  expect(settled.filter((row) => eventHandlers.has(row.event) && row.state === "processed").length).toBeGreaterThan(
    100,
  );
});

test("no event that GitHub publishes is unknown to us", async () => {
  const settled = await listSettled(workspace);

  expect(settled.filter((row) => row.outcome?.startsWith("unknown event"))).toEqual([]);
});

test("what the examples say is stored", async () => {
  const counts = await withService(workspace.database.db, (tx) =>
    sql`
      select
        (select count(*) from pulse.issues) > 0 as issues,
        (select count(*) from pulse.pull_requests) > 0 as pull_requests,
        (select count(*) from pulse.reviews) > 0 as reviews,
        (select count(*) from pulse.issue_comments) = 0 as the_only_comment_is_gone,
        (select count(*) from pulse.deleted_facts where kind = 'issue_comment') = 1 as which_is_remembered,
        (select count(*) from pulse.workflow_runs) > 0 as workflow_runs,
        (select count(*) from pulse.workflow_jobs) > 0 as workflow_jobs,
        (select count(*) from pulse.deployments) > 0 as deployments,
        (select count(*) from pulse.deployment_statuses) > 0 as deployment_statuses,
        (select count(*) from pulse.repository_days) > 0 as repository_days,
        (select count(*) from pulse.timeline_events) > 0 as timeline_events,
        (select count(*) from pulse.events where kind = 'facts') > 0 as events,
        (select count(*) from pulse.refresh_requests) > 0 as refresh_requests
    `.execute(tx),
  );

  expect(Object.entries(counts.rows[0] ?? {}).filter(([, isSo]) => isSo !== true)).toEqual([]);
});
