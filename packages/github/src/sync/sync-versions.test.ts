import { readFileSync } from "node:fs";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readFacts } from "../../test/read-facts.ts";
import { hasRealData, readRealArchive, realData } from "../../test/real-archives.ts";
import { startGitHub, type TestGitHub } from "../../test/start-github.ts";
import { createSyncWorkspace, type SyncWorkspace } from "../../test/sync-workspace.ts";

type Change = { readonly new: number; readonly gone: number; readonly changed: number };
type Items = Change & { readonly silent: number; readonly missed_by_since: number };
type Step = Readonly<Record<"reviews" | "review_comments" | "issue_comments" | "pull_comments", Change>> &
  Readonly<Record<"issues" | "pulls", Items>> & { readonly repo: string; readonly from: string; readonly to: string };

// A merge and 25 reviews; changes that moved no instant and a renamed person; a review that is gone; four years at once.
const names = [
  "mls-protocol.2023-06-06 -> mls-protocol.2023-08-31",
  "mls-protocol.2023-08-31 -> mls-protocol",
  "http-extensions.2020-08-06 -> http-extensions",
  "tls13-spec.2022-08-14 -> tls13-spec",
];

function readSteps(): Readonly<Record<string, Step>> {
  return JSON.parse(readFileSync(path.join(realData, "goldens/sync.json"), "utf8")) as Readonly<Record<string, Step>>;
}

describe.skipIf(!hasRealData)("a repository that moves on as a real one did", () => {
  let github: TestGitHub | null = null;
  let workspace: SyncWorkspace;

  beforeEach(() => {
    github = null;
  });
  afterEach(async () => {
    await workspace.drop();
    await github?.close();
  });

  /** Without how far it is known, and people whom nothing names any more. */
  async function factsOf(): Promise<Readonly<Record<string, readonly string[]>>> {
    const { "sync state": _, accounts: __, ...facts } = await readFacts(workspace.superDb);
    return { ...facts, reviews: facts["reviews"]?.map((fact) => fact.replace(/0{33}"/, '"')) ?? [] };
  }

  test.each(names)(
    "%s: what changed arrives, and what moved no instant is found by the sweep",
    { timeout: 180_000 },
    async (name) => {
      const step = readSteps()[name];
      if (step === undefined) throw new Error("no such step");
      const [from = "", to = ""] = name.split(" -> ");
      github = await startGitHub({ now: step.from });
      workspace = await createSyncWorkspace(github);
      github.loadArchive(readRealArchive(from));
      const repositoryId = await workspace.track(step.repo);
      await workspace.sync(repositoryId);

      github.clock.set(new Date(Date.parse(step.to) + 1));
      github.applyVersion(readRealArchive(to));
      const { counts } = await workspace.sync(repositoryId);
      const afterIncremental = await factsOf();
      const swept = await workspace.sync(repositoryId, { trigger: "sweep" });
      const afterSweep = await factsOf();
      await workspace.clear();
      await workspace.import(readRealArchive(to));
      const fresh = await factsOf();

      const missed = step.issues.missed_by_since + step.pulls.missed_by_since;
      expect([counts.issues?.added ?? 0, counts.pull_requests?.added ?? 0]).toEqual([step.issues.new, step.pulls.new]);
      expect([counts.reviews?.added ?? 0, counts.reviews?.removed ?? 0]).toEqual([step.reviews.new, step.reviews.gone]);
      expect(counts.review_comments?.added ?? 0).toBe(step.review_comments.new);
      expect(counts.issue_comments?.added ?? 0).toBe(step.issue_comments.new + step.pull_comments.new);
      expect(JSON.stringify(afterIncremental) === JSON.stringify(fresh)).toBe(missed === 0);
      expect((swept.counts.issues?.changed ?? 0) + (swept.counts.pull_requests?.changed ?? 0)).toBeGreaterThanOrEqual(
        missed === 0 ? 0 : 1,
      );
      expect(afterSweep).toEqual(fresh);
    },
  );
});
