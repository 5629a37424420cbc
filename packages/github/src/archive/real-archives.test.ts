import { readFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { readFacts, readRows } from "../../test/read-facts.ts";
import { hasRealData, readRealArchive, realArchive, realData } from "../../test/real-archives.ts";

type Change = { readonly new: number; readonly gone: number; readonly changed: number };
type Step = Readonly<
  Record<"reviews" | "review_comments" | "issue_comments" | "pull_comments" | "issues" | "pulls" | "labels", Change>
>;

const steps = hasRealData
  ? Object.entries(JSON.parse(readFileSync(path.join(realData, "goldens/sync.json"), "utf8")) as Record<string, Step>)
  : [];

describe.skipIf(!hasRealData)("on the real archives", () => {
  let workspace: ArchiveWorkspace;

  beforeAll(async () => {
    workspace = await createArchiveWorkspace();
  });

  beforeEach(async () => {
    await workspace.clear();
  });

  afterAll(async () => {
    await workspace.drop();
  });

  test.each([
    ["tls13-spec", { labels: 21, issues: 446, pulls: 998, comments: 2363, reviews: 979, inline: 1306 }],
    ["mls-protocol", { labels: 33, issues: 303, pulls: 582, comments: 1435, reviews: 1370, inline: 1720 }],
    ["http-extensions", { labels: 34, issues: 685, pulls: 585, comments: 3198, reviews: 754, inline: 811 }],
  ])("all rows of %s are stored, and a second import changes none", async (name, expected) => {
    await workspace.importFile(realArchive(name));
    const before = await readRows(workspace.superDb);
    const facts = await readFacts(workspace.superDb);
    const again = await workspace.importFile(realArchive(name));

    expect({
      labels: facts["labels"]?.length,
      issues: facts["issues"]?.length,
      pulls: facts["pulls"]?.length,
      comments: facts["issue comments"]?.length,
      reviews: facts["reviews"]?.length,
      inline: facts["review comments"]?.length,
    }).toEqual(expected);
    expect(Object.values(again.counts).every(({ added, changed, removed }) => added + changed + removed === 0)).toBe(
      true,
    );
    expect(await readRows(workspace.superDb)).toEqual(before);
  });

  test.each(steps)("%s changes what the goldens say, and ends as a fresh import", async (name, step) => {
    const [from = "", to = ""] = name.split(" -> ");
    await workspace.import(readRealArchive(from));
    const { counts } = await workspace.import(readRealArchive(to));
    const stepped = await readFacts(workspace.superDb);
    await workspace.clear();
    await workspace.import(readRealArchive(to));

    expect(stepped).toEqual(await readFacts(workspace.superDb));
    expect({
      reviews: [counts.reviews.added, counts.reviews.removed],
      inline: [counts.review_comments.added, counts.review_comments.removed],
      comments: [counts.issue_comments.added, counts.issue_comments.removed],
      issues: [counts.issues.added, counts.issues.changed, counts.issues.removed],
      pulls: [counts.pull_requests.added, counts.pull_requests.changed, counts.pull_requests.removed],
      labels: [counts.labels.added, counts.labels.removed],
    }).toEqual({
      reviews: [step.reviews.new, step.reviews.gone],
      inline: [step.review_comments.new, step.review_comments.gone],
      comments: [step.issue_comments.new + step.pull_comments.new, step.issue_comments.gone + step.pull_comments.gone],
      issues: [step.issues.new, step.issues.changed, step.issues.gone],
      pulls: [step.pulls.new, step.pulls.changed, step.pulls.gone],
      labels: [step.labels.new, step.labels.gone],
    });
    expect(counts.issue_comments.changed).toBe(step.issue_comments.changed + step.pull_comments.changed);
    expect(counts.reviews.changed).toBe(step.reviews.changed);
  });

  test("lists as the REST API gives them, and overlays, are refused", async () => {
    const lists = workspace.importFile(path.join(realData, "quicwg_base-drafts.pulls.json"));
    const overlay = workspace.importFile(path.join(realData, "mls-protocol.2023-06-06.overlay.json"));

    await expect(lists).rejects.toThrow("JSON list");
    await expect(overlay).rejects.toThrow("issues must be a list");
  });
});
