import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { readFacts } from "../../test/read-facts.ts";
import { comment, issue, pull, review, smallArchive } from "../../test/small-archive.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import type { ChildInput } from "../../test/sync-child.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";

const child = path.join(import.meta.dirname, "../../test/sync-child.ts");

let github: TestGitHub;
let workspace: SyncWorkspace;
let folder: string;

beforeAll(async () => {
  github = await startGitHub({ now: "2024-02-01T00:00:00Z", latencyMs: 15 });
  workspace = await createSyncWorkspace(github);
  folder = await mkdtemp(path.join(tmpdir(), "pulse-kill-"));
  const at = (index: number) => new Date(Date.parse("2022-06-01T00:00:00Z") + index * 43_200_000).toISOString();
  const dated = (index: number) => ({ createdAt: at(index), updatedAt: at(index) });
  github.loadArchive({
    ...smallArchive(),
    issues: Array.from({ length: 300 }, (_, index) => ({
      ...issue(index + 1),
      ...dated(index),
      comments: Array.from({ length: index % 50 === 0 ? 60 : 2 }, () => comment("bob", at(index))),
    })),
    pulls: Array.from({ length: 300 }, (_, index) => ({
      ...pull(index + 301),
      ...dated(index),
      reviews: [review(`review-${index}`, "cyd", at(index))],
    })),
  });
});
afterAll(async () => {
  await workspace.drop();
  await github.close();
  await rm(folder, { recursive: true, force: true });
});

/** Reads in a process of its own, which dies without warning when GitHub has been asked so many times. */
async function readUntilKilled(input: ChildInput, killAtRequest: number): Promise<"done" | "killed"> {
  const before = github.requests().length;
  const process = spawn(globalThis.process.execPath, [child, JSON.stringify(input)], { stdio: "inherit" });
  const ended = once(process, "exit");
  while (process.exitCode === null && process.signalCode === null) {
    if (github.requests().length - before >= killAtRequest) {
      process.kill("SIGKILL");
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await ended;
  return process.signalCode === null ? "done" : "killed";
}

test(
  "a worker killed at any moment loses at most the page in flight, and repeats none that it kept",
  { timeout: 180_000 },
  async () => {
    const repositoryId = await workspace.track("acme/site");
    const askedFile = path.join(folder, "asked.jsonl");
    const common = {
      databaseUrl: workspace.database.url,
      apiUrl: github.apiUrl,
      token: github.token,
      workspaceId: workspace.workspaceId,
      repositoryId,
      connectionId: workspace.connectionId,
      askedFile,
    };
    // Before the first page is kept, in the middle of a kind, between two.
    const killAt = [2, 4, 3, 5];
    let kills = 0;

    for (let round = 0; ; round += 1) {
      const now = github.clock.now().toISOString();
      const outcome = await readUntilKilled({ ...common, now }, killAt[round] ?? Infinity);
      if (outcome === "done") break;
      kills += 1;
      // The dead worker's run is free a minute later.
      await sql`update pulse.sync_runs set beat_at = beat_at - interval '61 seconds'`.execute(workspace.superDb);
      github.clock.advance(1_000);
    }

    const asked = (await readFile(askedFile, "utf8")).trim().split("\n");
    const pages = asked.filter((line) => !line.includes("RepositoryProbe"));
    const repeated = pages.length - new Set(pages).size;
    const interrupted = await readFacts(workspace.superDb);
    const runs = await sql<{ state: string }>`select state from pulse.sync_runs`.execute(workspace.superDb);
    await workspace.clear();
    await workspace.sync(await workspace.track("acme/site"));
    const { "sync state": _, ...uninterrupted } = await readFacts(workspace.superDb);
    expect(kills).toBe(killAt.length);
    expect(repeated).toBeLessThanOrEqual(kills);
    expect(runs.rows).toEqual([{ state: "done" }]);
    expect(interrupted).toMatchObject(uninterrupted);
  },
);
