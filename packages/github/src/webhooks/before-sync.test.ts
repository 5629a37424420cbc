/** What webhooks told before a repository was ever read, and what the reading finds afterwards, are the same facts once. */
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";

import { dumpRepository } from "../../test/dump-repository.ts";
import { smallArchive } from "../../test/small-archive.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";
import { listSettled, processAll, receive } from "../../test/webhook-workspace.ts";

const repository = "acme/site";
const on = { repository, by: "ann" };
let github: TestGitHub;
const workspaces: SyncWorkspace[] = [];

beforeEach(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z" });
  github.loadArchive(smallArchive());
});

afterEach(async () => {
  for (const workspace of workspaces.splice(0)) await workspace.drop();
  await github.close();
});

type Opened = { readonly workspace: SyncWorkspace; readonly repositoryId: number };

async function open(): Promise<Opened> {
  const workspace = await createSyncWorkspace(github);
  workspaces.push(workspace);
  const repositoryId = await workspace.track(repository);
  // What connecting it notes before anything is read.
  const githubId = github.getRepository(repository).id;
  await sql`update pulse.repositories set github_id = ${githubId}`.execute(workspace.superDb);
  return { workspace, repositoryId };
}

function live(): void {
  const steps = [
    () => github.play.openIssue({ ...on, title: "it broke" }),
    () => github.play.openPull({ ...on, title: "a change" }),
  ].map((step) => {
    github.clock.advance(7_000);
    return step().number;
  });
  const [issue = 0, pull = 0] = steps;
  for (const step of [
    () => github.play.comment({ ...on, number: issue, body: "I see" }),
    () => github.play.close({ ...on, number: issue }),
    () => github.play.review({ ...on, number: pull, by: "late", state: "APPROVED", comments: [{ body: "here" }] }),
    () => github.play.merge({ ...on, number: pull }),
  ]) {
    github.clock.advance(7_000);
    step();
  }
}

test("deliveries before the first reading, and the reading after them, end in the rows of the reading alone", async () => {
  github.addHook(repository, { url: "http://127.0.0.1:1", secret: "s" });
  live();
  const sent = github.hooks.pending().map(({ event, body }) => ({ event, payload: body }));
  const clock = { now: () => github.clock.now(), forward: (ms: number) => github.clock.advance(ms) };
  const told = await open();
  const alone = await open();

  const receiving = { database: told.workspace.database, workspaceId: told.workspace.workspaceId, clock };
  await receive(receiving, sent.toReversed());
  await processAll(receiving);
  github.clock.advance(60_000);
  await told.workspace.sync(told.repositoryId);
  await alone.workspace.sync(alone.repositoryId);

  const states = new Set((await listSettled(receiving)).map(({ state }) => state));
  expect(states).toEqual(new Set(["processed"]));
  expect(await dump(told)).toEqual(await dump(alone));
});

/** With people by their names: their numbers are each workspace's own. */
async function dump({ workspace, repositoryId }: Opened): Promise<Readonly<Record<string, readonly string[]>>> {
  const people = await sql<{ id: number; login: string }>`select id, login from pulse.accounts`.execute(
    workspace.superDb,
  );
  const loginOf = new Map(people.rows.map(({ id, login }) => [String(id), login]));
  const named = (line: string) =>
    line.replace(/"(author_id|actor_id|account_id|merged_by_id|assignee_ids)":(\[?[\d,]+)/g, (_all, key, ids) =>
      JSON.stringify([key, String(ids).replace(/\d+/g, (id) => loginOf.get(id) ?? id)]),
    );
  const facts = await dumpRepository(workspace.database.db, repositoryId);
  return Object.fromEntries(Object.entries(facts).map(([table, lines]) => [table, lines.map(named).toSorted()]));
}
