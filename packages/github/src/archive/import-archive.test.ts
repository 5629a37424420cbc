import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { readFacts, readRows } from "../../test/read-facts.ts";
import { comment, inlineComment, issue, review, smallArchive, type Archive } from "../../test/small-archive.ts";

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

test("every fact of an archive is stored, and the summary counts it", async () => {
  const imported = await workspace.import(smallArchive());

  expect(imported).toMatchObject({
    repository: "acme/site",
    isNewRepository: true,
    isOlder: false,
    rows: 12,
    counts: {
      labels: { added: 2 },
      issues: { added: 2, changed: 0, unchanged: 0, removed: 0 },
      issue_comments: { added: 3 },
      pull_requests: { added: 2 },
      reviews: { added: 2 },
      review_comments: { added: 1 },
    },
  });
  const facts = await readFacts(workspace.superDb);
  expect(facts["accounts"]).toEqual(["ann", "bob", "cyd"]);
  expect(facts["issue comments"]).toEqual([
    '[1, null, "bob", "NONE", "made up", "2024-01-02T10:00:00+00:00", 0, "2024-01-02T10:00:00+00:00"]',
    '[1, null, null, "NONE", "made up", "2024-01-03T10:00:00+00:00", 0, "2024-01-03T10:00:00+00:00"]',
    '[null, 3, "cyd", "NONE", "made up", "2024-01-04T10:00:00+00:00", 0, "2024-01-04T10:00:00+00:00"]',
  ]);
  expect(facts["review comments"]).toEqual([
    '[3, "review-2", "bob", "NONE", 3, "made up", "2024-01-06T11:00:00+00:00", 0, "2024-01-06T11:00:00+00:00"]',
  ]);
  expect(facts["issue actors"]).toEqual([
    '[1, "bob", "2024-01-02T10:00:00+00:00", 1]',
    '[1, null, "2024-01-03T10:00:00+00:00", 1]',
  ]);
  expect(facts["pull request actors"]).toEqual([
    '[3, "bob", "2024-01-06T10:00:00+00:00", "2024-01-06T10:00:00+00:00", 1, 1]',
    '[3, "cyd", "2024-01-04T10:00:00+00:00", null, 1, 1]',
  ]);
});

test("the instant of an archive keeps its microseconds", async () => {
  await workspace.import(smallArchive());

  const facts = await readFacts(workspace.superDb);

  expect(facts["sync state"]).toHaveLength(6);
  expect(facts["sync state"]?.every((row) => row.includes("2024-02-01T00:00:00.123456+00:00"))).toBe(true);
});

test("a second import of the same archive changes no row", async () => {
  await workspace.import(smallArchive());
  const before = await readRows(workspace.superDb);

  const again = await workspace.import(smallArchive());

  expect(await readRows(workspace.superDb)).toEqual(before);
  expect(Object.values(again.counts).every((count) => count.added + count.changed + count.removed === 0)).toBe(true);
  expect(again.counts.reviews.unchanged).toBe(2);
});

test("an older archive changes nothing and says so", async () => {
  await workspace.import(smallArchive());
  const before = await readRows(workspace.superDb);

  const older = await workspace.import({ ...smallArchive(), timestamp: "2024-01-31T00:00:00Z", issues: [] });

  expect(older.isOlder).toBe(true);
  expect(await readRows(workspace.superDb)).toEqual(before);
});

/** After a step the rows must be those of a fresh import. */
async function expectStep(
  change: (archive: Archive) => void,
): Promise<Awaited<ReturnType<ArchiveWorkspace["import"]>>> {
  const later = { ...smallArchive(), timestamp: "2024-03-01T00:00:00.5Z" };
  change(later);
  await workspace.import(smallArchive());
  const imported = await workspace.import(later);
  const stepped = await readFacts(workspace.superDb);
  await workspace.clear();
  await workspace.import(later);
  expect(stepped).toEqual(await readFacts(workspace.superDb));
  return imported;
}

function first<T>(list: readonly T[]): T {
  const [found] = list;
  if (found === undefined) throw new Error("the small archive has lost something");
  return found;
}

test("a review that vanished is removed with its inline comments", async () => {
  const { counts } = await expectStep((archive) => {
    first(archive.pulls).reviews.shift();
  });

  expect(counts.reviews).toMatchObject({ unchanged: 1, removed: 1 });
  expect(counts.review_comments).toMatchObject({ removed: 1 });
});

test("a comment that vanished is removed", async () => {
  const { counts } = await expectStep((archive) => {
    first(archive.issues).comments.pop();
  });

  expect(counts.issue_comments).toMatchObject({ unchanged: 2, removed: 1 });
});

test("a person who took another login appears under the new one only, and no row twice", async () => {
  const { counts } = await expectStep((archive) => {
    const renamed: Archive = JSON.parse(JSON.stringify(archive).replaceAll('"bob"', '"robert"')) as Archive;
    Object.assign(archive, renamed);
  });

  expect(counts.issue_comments).toMatchObject({ added: 0, changed: 1, removed: 0 });
  expect(counts.reviews).toMatchObject({ added: 0, changed: 1, removed: 0 });
  expect(counts.review_comments).toMatchObject({ added: 0, changed: 1, removed: 0 });
});

test("a person who left GitHub leaves comments and items without an author", async () => {
  const { counts } = await expectStep((archive) => {
    const left: Archive = JSON.parse(JSON.stringify(archive).replaceAll('"author":"cyd"', '"author":null')) as Archive;
    Object.assign(archive, left);
  });

  expect(counts.issue_comments).toMatchObject({ added: 0, changed: 1, removed: 0 });
});

test("a reopened issue is open again", async () => {
  const { counts } = await expectStep((archive) => {
    const closed = archive.issues.find((item) => item.number === 2);
    Object.assign(closed ?? {}, { state: "OPEN", closedAt: null, updatedAt: "2024-02-20T00:00:00Z" });
  });

  expect(counts.issues).toMatchObject({ changed: 1, unchanged: 1 });
});

test("new, edited and equal children of one second all find their rows", async () => {
  await expectStep((archive) => {
    const item = first(archive.issues);
    item.comments.splice(1, 0, comment("bob", "2024-01-02T10:00:00Z", "the second of this second"));
    first(item.comments).body = "edited";
    first(item.comments).updatedAt = "2024-02-02T10:00:00Z";
    const approval = first(first(archive.pulls).reviews);
    approval.comments.push(inlineComment("2024-01-06T11:00:00Z", "equal"), inlineComment("2024-01-06T12:00:00Z"));
    archive.labels.pop();
    archive.issues.push(issue(5, "dora"));
    first(archive.pulls).reviews.push(review("review-3", "dora", "2024-01-07T10:00:00Z"));
  });
});

test("labels in another order are the same labels", async () => {
  const { counts } = await expectStep((archive) => {
    for (const item of archive.issues) item.labels.reverse();
  });

  expect(counts.issues).toMatchObject({ changed: 0, unchanged: 2 });
});

test("an item that a newer archive lacks is kept and marked as deleted, until an archive has it again", async () => {
  const archive = smallArchive();
  await workspace.import(archive);

  const without = { ...archive, timestamp: "2024-03-01T00:00:00Z", issues: archive.issues.slice(1), pulls: [] };
  const gone = await workspace.import(without);
  const marked = await readFacts(workspace.superDb);
  await workspace.import({ ...archive, timestamp: "2024-04-01T00:00:00Z" });
  const back = await readFacts(workspace.superDb);

  expect(gone.counts.issues).toMatchObject({ removed: 1 });
  expect(gone.counts.pull_requests).toMatchObject({ removed: 2 });
  expect(marked["issues"]?.map((row) => row.includes(", true, "))).toEqual([true, false]);
  expect(marked["reviews"]).toHaveLength(2);
  expect(back["issues"]?.some((row) => row.includes(", true, "))).toBe(false);
});

test("the members of an archive may stand in any order", async () => {
  const { pulls, issues, labels, repo, timestamp, magic } = smallArchive();

  await workspace.import({ pulls, issues, labels, repo, timestamp, magic, extra: { deep: [[1]] } });
  const reversed = await readFacts(workspace.superDb);
  await workspace.clear();
  await workspace.import(smallArchive());

  expect(reversed).toEqual(await readFacts(workspace.superDb));
});

test("logins and repository names that differ in case are one", async () => {
  await workspace.import(smallArchive());

  const shouted = JSON.stringify({ ...smallArchive(), timestamp: "2024-03-01T00:00:00Z" })
    .replaceAll('"bob"', '"BOB"')
    .replace("acme/site", "Acme/Site");
  const imported = await workspace.import(shouted);

  expect(imported.isNewRepository).toBe(false);
  expect((await readFacts(workspace.superDb))["accounts"]).toEqual(["BOB", "ann", "cyd"]);
});

test("two imports at once wait for each other and double nothing", async () => {
  const later = { ...smallArchive(), timestamp: "2024-03-01T00:00:00Z" };
  const other = { ...smallArchive(), repo: "acme/other" };

  const done = await Promise.all([
    workspace.import(smallArchive()),
    workspace.import(smallArchive()),
    workspace.import(later),
    workspace.import(other),
  ]);
  const together = await readFacts(workspace.superDb);
  await workspace.clear();
  await workspace.import(later);
  await workspace.import(other);

  expect(done).toHaveLength(4);
  expect(together).toEqual(await readFacts(workspace.superDb));
});

test("an import that is called off keeps nothing", async () => {
  const stop = new AbortController();

  const run = workspace.import(smallArchive(), {
    signal: stop.signal,
    onProgress: () => {
      stop.abort();
    },
  });

  await expect(run).rejects.toThrow("aborted");
  expect(await readFacts(workspace.superDb)).toEqual({});
});
