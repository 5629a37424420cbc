import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { readFacts } from "../../test/read-facts.ts";
import { hasRealData, readRealArchive } from "../../test/real-archives.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";

const archives = [
  ["tls13-spec", "tlswg/tls13-spec"],
  ["mls-protocol", "mlswg/mls-protocol"],
  ["http-extensions", "httpwg/http-extensions"],
] as const;

type Facts = Readonly<Record<string, readonly string[]>>;

/** Without what an archive cannot tell alike: commits of reviews are cut short there, and coverage is another. */
async function factsOf(workspace: SyncWorkspace): Promise<Facts> {
  const { "sync state": _, ...facts } = await readFacts(workspace.superDb);
  const reviews = facts["reviews"]?.map((fact) => fact.replace(/0{33}"/, '"')) ?? [];
  return { ...facts, reviews };
}

describe.skipIf(!hasRealData)("a repository loaded from a real archive", () => {
  let github: TestGitHub;
  let workspace: SyncWorkspace;

  beforeAll(async () => {
    github = await startGitHub({ now: "2026-07-09T01:59:21.996Z" });
    for (const [name] of archives) github.loadArchive(readRealArchive(name));
    workspace = await createSyncWorkspace(github);
  });
  beforeEach(() => workspace.clear());
  afterAll(async () => {
    await workspace.drop();
    await github.close();
  });

  test.each(archives)("%s: what is read from GitHub is what its archive says", async (name, fullName) => {
    await workspace.import(readRealArchive(name));
    const imported = await factsOf(workspace);
    await workspace.clear();

    const result = await workspace.sync(await workspace.track(fullName));

    expect(result.state).toBe("done");
    expect(await factsOf(workspace)).toEqual(imported);
  });

  test.each(archives.slice(2))("%s: a live reading after an import duplicates nothing", async (name, fullName) => {
    await workspace.import(readRealArchive(name));
    const imported = await factsOf(workspace);

    const { counts } = await workspace.sync(await workspace.track(fullName));

    expect(await factsOf(workspace)).toEqual(imported);
    expect([counts.issues?.added, counts.pull_requests?.added, counts.reviews?.added]).toEqual([0, 0, 0]);
    expect([counts.issue_comments?.added, counts.review_comments?.added]).toEqual([0, 0]);
    expect(counts.issues?.changed).toBe(imported["issues"]?.length);
  });
});
