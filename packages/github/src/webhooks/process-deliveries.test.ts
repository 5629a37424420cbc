import { withService } from "@pulse/db";
import { createLogger } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { dumpRepository } from "../../test/dump-repository.ts";
import { inventDeliveries } from "../../test/invent-deliveries.ts";
import {
  addConnection,
  addWorkspace,
  listSettled,
  openWebhookWorkspace,
  processAll,
  receive,
  track,
  type Sent,
  type WebhookWorkspace,
} from "../../test/webhook-workspace.ts";
import { processDeliveries } from "./process-deliveries.ts";
import { queueRefreshes } from "./request-refresh.ts";

let workspace: WebhookWorkspace;
const githubId = 42;
const life = inventDeliveries({ id: githubId, fullName: "acme/site" });
const opened = (number: number): Sent => {
  const [first] = life.filter((delivery) => delivery.event === "issues");
  const payload = JSON.parse(JSON.stringify(first?.payload ?? {}));
  return {
    event: "issues",
    payload: { ...payload, issue: { ...payload.issue, id: 100 + number, node_id: `I${number}`, number } },
  };
};

beforeAll(async () => {
  workspace = await openWebhookWorkspace();
});

afterEach(async () => {
  await withService(workspace.database.db, async (tx) => {
    for (const table of ["webhook_deliveries", "events", "repositories", "accounts", "connections"]) {
      await sql`delete from ${sql.id("pulse", table)}`.execute(tx);
    }
  });
});

afterAll(async () => {
  await workspace.database.drop();
});

async function issueNumbers(repositoryId: number): Promise<readonly number[]> {
  const found = await withService(workspace.database.db, (tx) =>
    sql<{ number: number }>`
      select number from pulse.issues where repository_id = ${repositoryId} order by number
    `.execute(tx),
  );
  return found.rows.map((row) => row.number);
}

async function liveKinds(): Promise<readonly string[]> {
  const found = await withService(workspace.database.db, (tx) =>
    sql<{ kind: string }>`select kind from pulse.events order by kind`.execute(tx),
  );
  return found.rows.map((row) => row.kind);
}

test("a delivery at the installation's address reaches every workspace that tracks the repository", async () => {
  const here = await track(workspace, { githubId });
  const there = await track(workspace, { githubId, workspaceId: await addWorkspace(workspace) });

  await receive(workspace, [opened(1)]);
  await processAll(workspace);

  expect([await issueNumbers(here), await issueNumbers(there)]).toEqual([[1], [1]]);
});

test("a delivery at a connection's address touches only what that connection serves", async () => {
  const connectionId = await addConnection(workspace);
  const served = await track(workspace, { githubId, connectionId });
  const other = await track(workspace, { githubId: 43 });
  const elsewhere = await track(workspace, { githubId, workspaceId: await addWorkspace(workspace) });
  const connection = { id: connectionId, workspaceId: workspace.workspaceId };
  const [foreign] = inventDeliveries({ id: 43, fullName: "acme/other" }).filter(
    (delivery) => delivery.event === "issues",
  );

  await receive(workspace, [opened(1), ...(foreign === undefined ? [] : [foreign])], connection);
  await processAll(workspace);

  expect([await issueNumbers(served), await issueNumbers(other), await issueNumbers(elsewhere)]).toEqual([[1], [], []]);
  expect(await listSettled(workspace)).toMatchObject([
    { state: "processed" },
    { state: "ignored", outcome: "this connection does not serve the repository" },
  ]);
});

test("a repository is known by its id: another one that took its name is not tracked", async () => {
  const repositoryId = await track(workspace, { githubId: 7, fullName: "acme/site" });

  await receive(workspace, [opened(1)]);
  await processAll(workspace);

  expect(await issueNumbers(repositoryId)).toEqual([]);
  expect(await listSettled(workspace)).toMatchObject([
    { state: "ignored", outcome: "no workspace tracks this repository" },
  ]);
});

test("an event that nobody has heard of is counted as ignored", async () => {
  await receive(workspace, [{ event: "quantum_entanglement", payload: { repository: { id: githubId } } }]);
  await processAll(workspace);

  expect(await listSettled(workspace)).toMatchObject([
    { state: "ignored", outcome: "unknown event quantum_entanglement" },
  ]);
});

test("an event of another shape is ignored with the place where it differs, and left to sync", async () => {
  await track(workspace, { githubId });
  const payload = { action: "opened", repository: { id: githubId }, issue: { number: "one" } };

  await receive(workspace, [{ event: "issues", payload }]);
  await processAll(workspace);

  expect(await listSettled(workspace)).toMatchObject([
    { state: "ignored", outcome: expect.stringContaining("not the shape of issues: issue.id") },
  ]);
  expect(await queueRefreshes(workspace.database.db)).toBe(1);
});

test("an issue of ten years ago, without what came later, is stored", async () => {
  const repositoryId = await track(workspace, { githubId });
  const issue = {
    id: 73464126,
    number: 2,
    title: "Spelling error in the README file",
    user: { login: "baxterthehacker", id: 6752317, type: "User" },
    labels: [{ url: "https://api.example/labels/bug", name: "bug", color: "fc2929" }],
    state: "open",
    locked: false,
    assignee: null,
    milestone: null,
    comments: 0,
    created_at: "2015-05-05T23:40:28Z",
    updated_at: "2015-05-05T23:40:28Z",
    closed_at: null,
    body: "It looks like you accidentally spelled 'commit' with two 't's.",
  };

  await receive(workspace, [{ event: "issues", payload: { action: "opened", issue, repository: { id: githubId } } }]);
  await processAll(workspace);

  expect(await listSettled(workspace)).toMatchObject([{ state: "processed" }]);
  expect(await issueNumbers(repositoryId)).toEqual([2]);
});

test("what depends on a pull request that never comes is left to sync after a minute", async () => {
  await track(workspace, { githubId });
  const review = life.find((delivery) => delivery.event === "pull_request_review");
  if (review === undefined) throw new Error("the invented life has a review");

  await receive(workspace, [review]);
  await processAll(workspace);

  expect(await listSettled(workspace)).toMatchObject([
    { state: "ignored", outcome: expect.stringMatching(/#4.*not known yet; left to sync/) },
  ]);
  expect(await queueRefreshes(workspace.database.db)).toBe(1);
});

test("a delivery that cannot be stored is tried again, ends as failed with its reason, and holds up nobody", async () => {
  const repositoryId = await track(workspace, { githubId });
  // No column holds a number so large.
  const poison = {
    ...opened(1),
    payload: { ...Object(opened(1).payload), issue: { ...Object(opened(1).payload).issue, number: 2 ** 40 } },
  };

  await receive(workspace, [poison, opened(2)]);
  await processAll(workspace);

  expect(await issueNumbers(repositoryId)).toEqual([2]);
  expect(await listSettled(workspace)).toMatchObject([
    { state: "failed", outcome: expect.stringContaining("out of range") },
    { state: "processed" },
  ]);
});

test("two workers that take deliveries at the same time do each of them once", async () => {
  const repositoryId = await track(workspace, { githubId });
  const sent = Array.from({ length: 60 }, (_, index) => opened(index + 1));
  await receive(workspace, sent);
  const ctx = {
    db: workspace.database.db,
    clock: workspace.clock,
    logger: createLogger({ name: "test", level: "silent" }),
  };
  const work = async (): Promise<number> => {
    let total = 0;
    for (let taken = -1; taken !== 0; total += taken) taken = await processDeliveries(ctx, 7);
    return total;
  };

  const counts = await Promise.all([work(), work(), work()]);

  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
  expect(await issueNumbers(repositoryId)).toHaveLength(60);
  expect((await liveKinds()).filter((kind) => kind === "issue.opened")).toHaveLength(60);
});

test("whoever watches hears of each change once, and of changed facts once a batch", async () => {
  await track(workspace, { githubId });

  await receive(workspace, [opened(1), opened(2)]);
  await processAll(workspace);

  expect(await liveKinds()).toEqual(["delivery", "delivery", "facts", "issue.opened", "issue.opened"]);
});

test("a repository that sync keeps up with is known up to its newest delivery, in what hooks tell wholly", async () => {
  const read = async (repositoryId: number, hoursAgo: number, source: string): Promise<void> => {
    await withService(workspace.database.db, (tx) =>
      sql`
        insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
        select workspace_id, id, kind, ${source}, now() - make_interval(hours => ${hoursAgo}), now() - make_interval(hours => ${hoursAgo})
        from pulse.repositories, unnest(array['issues', 'pull_requests', 'commits']) as kind
        where id = ${repositoryId}
      `.execute(tx),
    );
  };
  const told = async (id: number, repository: { hoursAgo: number; source: string }): Promise<readonly string[]> => {
    const repositoryId = await track(workspace, { githubId: id });
    await read(repositoryId, repository.hoursAgo, repository.source);
    await receive(
      workspace,
      inventDeliveries({ id, fullName: `acme/site-${id}` }).filter(({ event }) => event === "issues"),
    );
    await processAll(workspace);
    const found = await withService(workspace.database.db, (tx) =>
      sql<{ kind: string }>`
        select state.kind
        from pulse.sync_state as state
        where state.repository_id = ${repositoryId}
          and state.covered_to = (
            select max(received_at)
            from pulse.webhook_deliveries
            where repository_github_id = ${id}
          )
        order by state.kind
      `.execute(tx),
    );
    return found.rows.map(({ kind }) => kind);
  };

  expect(await told(51, { hoursAgo: 1, source: "sync" })).toEqual(["issues", "pull_requests"]);
  expect(await told(52, { hoursAgo: 3, source: "sync" })).toEqual([]);
  expect(await told(53, { hoursAgo: 1, source: "archive" })).toEqual([]);
});

test("many pushes ask sync for one reading a minute", async () => {
  await track(workspace, { githubId });
  const push: Sent = {
    event: "push",
    payload: { ref: "refs/heads/main", repository: { id: githubId, default_branch: "main" } },
  };

  await receive(workspace, [push, push, push]);
  await processAll(workspace);
  const first = await queueRefreshes(workspace.database.db);
  await receive(workspace, [push]);
  await processAll(workspace);
  const second = await queueRefreshes(workspace.database.db);

  expect([first, second]).toEqual([1, 0]);
});

test("a repository that is renamed keeps its row, and one that is deleted says so", async () => {
  const repositoryId = await track(workspace, { githubId, fullName: "acme/site" });
  const [first] = inventDeliveries({ id: githubId, fullName: "acme/landing" });
  const { repository, sender } = Object(first?.payload);

  await receive(workspace, [
    {
      event: "repository",
      payload: { action: "renamed", repository, sender, changes: { repository: { name: { from: "site" } } } },
    },
    { event: "repository", payload: { action: "deleted", repository, sender } },
  ]);
  await processAll(workspace);

  const found = await withService(workspace.database.db, (tx) =>
    sql`select full_name, access, deleted_at is not null as is_deleted from pulse.repositories where id = ${repositoryId}`.execute(
      tx,
    ),
  );
  expect(found.rows).toEqual([{ fullName: "acme/landing", access: "deleted", isDeleted: true }]);
});

test("an uninstalled GitHub App revokes its connection and hides what it served", async () => {
  const connectionId = await addConnection(workspace);
  const repositoryId = await track(workspace, { githubId, connectionId });
  await withService(workspace.database.db, (tx) =>
    sql`
      update pulse.connections
      set kind = 'app', app_id = 1, installation_id = 9, secret = 'x', secret_key_id = 'k'
      where id = ${connectionId}
    `.execute(tx),
  );

  await receive(workspace, [{ event: "installation", payload: { action: "deleted", installation: { id: 9 } } }]);
  await processAll(workspace);

  const found = await withService(workspace.database.db, (tx) =>
    sql`
      select connection.status, repository.access
      from pulse.repositories as repository
      join pulse.connections as connection on connection.id = repository.connection_id
      where repository.id = ${repositoryId}
    `.execute(tx),
  );
  expect(found.rows).toEqual([{ status: "revoked", access: "uninstalled" }]);
});

test("a whole life told through a connection and at the installation's address is the same facts once", async () => {
  const connectionId = await addConnection(workspace);
  const once = await track(workspace, { githubId: 1, fullName: "acme/site-1" });
  const twice = await track(workspace, { githubId: 2, fullName: "acme/site-2", connectionId });

  await receive(workspace, inventDeliveries({ id: 1, fullName: "acme/site-1" }));
  await receive(workspace, inventDeliveries({ id: 2, fullName: "acme/site-2" }));
  await receive(workspace, inventDeliveries({ id: 2, fullName: "acme/site-2" }), {
    id: connectionId,
    workspaceId: workspace.workspaceId,
  });
  await processAll(workspace);

  const dump = async (id: number): Promise<string> =>
    JSON.stringify(await dumpRepository(workspace.database.db, id)).replaceAll(/site-[12]/g, "site");
  expect(await dump(twice)).toBe(await dump(once));
});
