import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { GitFixture } from "../../test/git-fixture.ts";
import { readRows } from "../../test/read-facts.ts";
import { pull, smallArchive, type Pull } from "../../test/small-archive.ts";
import { importGit, type GitImport } from "./import-git.ts";

let workspace: ArchiveWorkspace;
let site: GitFixture;
const now = new Date("2030-01-01T00:00:00Z");

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await workspace.clear();
  site = new GitFixture();
});

afterEach(() => {
  site.remove();
});

afterAll(async () => {
  await workspace.drop();
});

async function importClone(dir = site.dir, branch: string | null = null): Promise<GitImport> {
  const { database, workspaceId } = workspace;
  return await importGit(database.db, { workspaceId, dir, repository: "acme/site", branch, now });
}

/** Imports an archive of these pull requests beforehand. */
async function importPulls(...pulls: readonly Partial<Pull>[]): Promise<void> {
  await workspace.import({
    ...smallArchive(),
    issues: [],
    pulls: pulls.map((fields, index) => ({ ...pull(index + 1), ...fields })),
  });
}

const merged = { state: "MERGED", mergedAt: "2024-01-01T00:30:00Z", closedAt: "2024-01-01T00:30:00Z", mergedBy: "bob" };

type PullFacts = {
  number: number;
  additions: number | null;
  deletions: number | null;
  changedFiles: number | null;
  shas: string[];
  files: string[];
};

async function readPulls(): Promise<readonly PullFacts[]> {
  const found = await sql<PullFacts>`
    select
      number, additions, deletions, changed_files,
      array(
        select sha from pulse.pull_request_commits as commit where commit.pull_request_id = pull.id order by ordinal
      ) as shas,
      array(
        select change || ' ' || path || ' +' || file.additions || ' -' || file.deletions
        from pulse.pull_request_files as file where file.pull_request_id = pull.id order by path
      ) as files
    from pulse.pull_requests as pull
    order by number
  `.execute(workspace.superDb);
  return found.rows;
}

type CommitFacts = {
  sha: string;
  parentShas: string[];
  login: string | null;
  authorName: string;
  authorEmail: string;
  authoredAt: Date;
  committedAt: Date;
  headline: string;
  isOnDefaultBranch: boolean;
  additions: number | null;
  deletions: number | null;
  changedFiles: number | null;
};

async function readCommits(): Promise<readonly CommitFacts[]> {
  const found = await sql<CommitFacts>`
    select
      sha, parent_shas, login, author_name, author_email, authored_at, committed_at, headline, is_on_default_branch,
      additions, deletions, changed_files
    from pulse.commits as commit
    left join pulse.accounts as account on account.id = commit.author_id
    order by committed_at, sha
  `.execute(workspace.superDb);
  return found.rows;
}

/** Two commits on main, a branch of two, and a merge. */
function buildMerge(): { base: string; sides: readonly string[]; merge: string } {
  site.commit({ subject: "begin", files: { "a.txt": "1\n2\n3\n", "old.txt": "same\n".repeat(30) } });
  site.git("checkout", "--quiet", "-b", "feature");
  const first = site.commit({ subject: "first", files: { "b.txt": "1\n2\n" } });
  const second = site.commit({
    subject: "second",
    files: { "a.txt": "1\n3\n", "old.txt": null, "new.txt": "same\n".repeat(30) },
  });
  site.git("checkout", "--quiet", "main");
  const base = site.commit({ subject: "meanwhile", files: { "c.txt": "x\n" } });
  site.git("merge", "--quiet", "--no-ff", "feature", "-m", "Merge pull request #1 from acme/feature");
  return { base, sides: [first, second], merge: site.git("rev-parse", "HEAD") };
}

test("commits are stored with parents, people, dates and sizes, and the accounts that their addresses tell", async () => {
  const { base, sides, merge } = buildMerge();
  site.commit({ subject: "by mail", author: "Bob <bob@example.org>", authoredAt: "2023-12-31T23:00:00+05:30" });

  const imported = await importClone();

  const commits = await readCommits();
  const find = (sha: string) => commits.find((commit) => commit.sha === sha);
  expect(imported).toMatchObject({
    branch: "main",
    isNewRepository: true,
    coveredFrom: null,
    counts: { commits: { added: 6 } },
  });
  expect(find(merge)).toMatchObject({
    parentShas: [base, sides[1]],
    additions: null,
    changedFiles: null,
    login: "ann",
  });
  expect(find(sides[1] ?? "")).toMatchObject({ additions: 0, deletions: 1, changedFiles: 2, isOnDefaultBranch: true });
  expect(commits.at(-1)).toMatchObject({
    authorName: "Bob",
    authorEmail: "bob@example.org",
    login: null,
    authoredAt: new Date("2023-12-31T17:30:00Z"),
    additions: 0,
    changedFiles: 0,
  });
});

test("a commit belongs to the account that another commit with the same address has, and to nobody by its name alone", async () => {
  site.commit({ subject: "same address", author: "B. <Bob@Example.org>" });
  site.commit({ subject: "same name", author: "Bob <bob@elsewhere.example>" });
  site.commit({ subject: "two had it", author: "Team <team@example.org>" });
  const { superDb, workspaceId, database } = workspace;
  const other = new GitFixture();
  other.commit({ subject: "of bob", author: "Bob <bob@example.org>" });
  other.commit({ subject: "of ann", author: "Team <team@example.org>" });
  other.commit({ subject: "of bob as well", author: "Team <team@example.org>" });
  await importGit(database.db, { workspaceId, dir: other.dir, repository: "acme/other", branch: null, now });
  // As GitHub answers for them.
  await sql`
    insert into pulse.accounts (workspace_id, login, fetched_at)
    values (${workspaceId}, 'bob', now()), (${workspaceId}, 'ann', now())
    on conflict do nothing
  `.execute(superDb);
  await sql`
    update pulse.commits as made
    set author_id = account.id
    from pulse.accounts as account
    where account.login = substring(made.headline from 'of (ann|bob)')
  `.execute(superDb);

  await importClone();
  other.remove();

  const told = new Map((await readCommits()).map(({ headline, login }) => [headline, login]));
  expect([told.get("same address"), told.get("same name"), told.get("two had it")]).toEqual(["bob", null, null]);
});

test("an address with the number of an account is that account's, whatever it was called then", async () => {
  await sql`
    insert into pulse.accounts (workspace_id, github_id, login, fetched_at)
    values (${workspace.workspaceId}, 1, 'ann-new', now())
  `.execute(workspace.superDb);
  site.commit({ subject: "renamed since" });
  site.commit({ subject: "before numbers", author: "Ann <ann@users.noreply.github.com>" });

  await importClone();

  const told = (await readCommits()).map(({ headline, login }) => [headline, login]);
  expect(told).toEqual([
    ["renamed since", "ann-new"],
    ["before numbers", "ann"],
  ]);
});

test("a merged pull request has the commits of its side and their difference, however it is found", async () => {
  const { sides, merge } = buildMerge();
  const expected = {
    additions: 2,
    deletions: 1,
    changedFiles: 3,
    shas: sides,
    files: ["modified a.txt +0 -1", "added b.txt +2 -0", "renamed new.txt +0 -0"],
  };
  await importPulls(
    { ...merged, mergeCommit: { oid: merge } },
    { ...merged, headRefOid: sides[1] ?? "", mergeCommit: { oid: merge } },
    {
      ...merged,
      mergeCommit: null,
    },
  );
  site.git("update-ref", "refs/pull/3/head", sides[1] ?? "");

  const imported = await importClone();

  const pulls = await readPulls();
  expect(pulls[0]).toMatchObject(expected);
  expect(pulls[1]).toMatchObject(expected);
  expect(pulls[2]).toMatchObject({ shas: [] });
  expect(imported.pullRequests).toEqual({ stored: 3, withCommits: 2, withFiles: 2 });
});

test("a merge that GitHub no longer names is found by its subject near the time of the merge", async () => {
  const { sides } = buildMerge();
  await importPulls({ ...merged, mergeCommit: null });

  await importClone();

  expect((await readPulls())[0]).toMatchObject({ shas: sides, changedFiles: 3 });
});

test("a squash has files and size but no commits, unless the clone keeps its head", async () => {
  site.commit({ subject: "begin", files: { "a.txt": "1\n" } });
  site.git("checkout", "--quiet", "-b", "feature");
  const one = site.commit({ subject: "one", files: { "a.txt": "1\n2\n" } });
  const two = site.commit({ subject: "two", files: { "a.txt": "1\n2\n3\n" } });
  site.git("checkout", "--quiet", "main");
  const squash = site.commit({ subject: "Feature (#1)", files: { "a.txt": "1\n2\n3\n" } });
  site.git("update-ref", "refs/pull/2/head", two);
  await importPulls({ ...merged, mergeCommit: null }, { ...merged, mergeCommit: { oid: squash } });
  site.git("branch", "--quiet", "-D", "feature");

  await importClone();

  const size = { additions: 2, deletions: 0, changedFiles: 1, files: ["modified a.txt +2 -0"] };
  expect(await readPulls()).toEqual([
    { number: 1, ...size, shas: [] },
    { number: 2, ...size, shas: [one, two] },
  ]);
});

test("the last commit of a rebased series is not taken for the whole change", async () => {
  site.commit({ subject: "begin" });
  site.commit({ subject: "one", files: { "a.txt": "1\n" }, at: "2024-01-01T00:30:00Z" });
  const last = site.commit({ subject: "two", files: { "b.txt": "1\n" }, at: "2024-01-01T00:30:00Z" });
  await importPulls({ ...merged, mergeCommit: { oid: last } });

  await importClone();

  expect((await readPulls())[0]).toMatchObject({ additions: null, shas: [], files: [] });
});

test("an open pull request has what its head has and the branch has not", async () => {
  const base = site.commit({ subject: "begin", files: { "a.txt": "1\n" } });
  site.git("checkout", "--quiet", "-b", "feature");
  const own = site.commit({ subject: "own", files: { "b.txt": "1\n" } });
  site.git("checkout", "--quiet", "main");
  site.commit({ subject: "later", files: { "c.txt": "1\n" } });
  await importPulls({ baseRefOid: base, headRefOid: own });

  await importClone();

  expect((await readPulls())[0]).toMatchObject({ shas: [own], additions: 1, files: ["added b.txt +1 -0"] });
});

test("a second import changes no row", async () => {
  const { merge } = buildMerge();
  site.git("tag", "v1");
  await importPulls({ ...merged, mergeCommit: { oid: merge } });
  await importClone();
  const before = await readRows(workspace.superDb);

  const again = await importClone();

  expect(await readRows(workspace.superDb)).toEqual(before);
  expect(Object.values(again.counts).every((count) => count.added + count.changed + count.removed === 0)).toBe(true);
});

test("commits that a forced push took off the branch are kept and marked", async () => {
  const kept = site.commit({ subject: "begin" });
  const lost = site.commit({ subject: "lost" });
  await importClone();
  site.git("reset", "--quiet", "--hard", kept);
  const instead = site.commit({ subject: "instead" });

  const imported = await importClone();

  const commits = await readCommits();
  expect(imported.counts.commits).toMatchObject({ added: 1, unchanged: 1, removed: 1 });
  expect(commits.map(({ sha, isOnDefaultBranch }) => [sha, isOnDefaultBranch])).toEqual([
    [kept, true],
    [lost, false],
    [instead, true],
  ]);
});

test("tags, annotated or light, carry their time and commit, and follow when they are moved", async () => {
  const first = site.commit({ subject: "first" });
  site.git("tag", "light");
  const second = site.commit({ subject: "second" });
  site.gitWith({ GIT_COMMITTER_DATE: "2024-05-05T05:05:05Z" }, ["tag", "-a", "annotated", "-m", "x", first]);
  site.git("tag", "of-a-tree", "HEAD^{tree}");
  await importClone();
  site.git("tag", "--force", "light", second);

  const imported = await importClone();

  const tags = await sql<{ name: string; sha: string; taggedAt: Date }>`
    select name, sha, tagged_at from pulse.tags order by name
  `.execute(workspace.superDb);
  expect(imported.counts.tags).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
  expect(tags.rows).toEqual([
    { name: "annotated", sha: first, taggedAt: new Date("2024-05-05T05:05:05Z") },
    { name: "light", sha: second, taggedAt: new Date("2024-01-01T00:02:00Z") },
  ]);
});

test("a shallow clone says from when it knows, ties nothing that it cannot see whole, and takes nothing off the branch", async () => {
  const { merge } = buildMerge();
  site.commit({ subject: "after" });
  await importPulls({ ...merged, mergeCommit: { oid: merge } });
  await importClone();
  const shallow = site.clone("shallow", "--depth=2");

  const imported = await importClone(shallow);

  expect(imported.coveredFrom).toBe("2024-01-01T00:04:00.000Z");
  expect(imported.counts.commits).toMatchObject({ unchanged: 1, removed: 0 });
  expect((await readPulls())[0]?.shas).toHaveLength(2);
  await workspace.clear();
  await importPulls({ ...merged, mergeCommit: { oid: merge } });
  await importClone(shallow);
  const state = await sql<{ coveredFrom: Date | null }>`
    select covered_from from pulse.sync_state where kind = 'commits'
  `.execute(workspace.superDb);
  expect(state.rows).toEqual([{ coveredFrom: new Date("2024-01-01T00:04:00Z") }]);
  expect((await readPulls())[0]).toMatchObject({ shas: [], additions: null });
});

test("a clone without the contents of files gives commits and no sizes, and asks nobody for the rest", async () => {
  const { merge, sides } = buildMerge();
  site.git("config", "uploadpack.allowFilter", "true");
  const partial = site.clone("partial", "--bare", "--filter=blob:none");
  await importPulls({ ...merged, mergeCommit: { oid: merge } });

  const imported = await importClone(partial);

  expect(imported).toMatchObject({ hasSizes: false, counts: { commits: { added: 5 } } });
  expect((await readPulls())[0]).toMatchObject({ shas: sides, additions: null, files: [] });
});

test("bare clones, worktrees and repositories of sha256 are read alike", async () => {
  site.commit({ subject: "begin" });
  const bare = site.clone("bare", "--bare");
  const bareWithoutConfig = site.clone("no-config", "--bare");
  rmSync(path.join(bareWithoutConfig, "config"));
  site.git("worktree", "add", "--quiet", "--detach", path.join(site.folder, "worktree"));
  const modern = new GitFixture({ format: "sha256" });
  const sha = modern.commit({ subject: "begin", files: { "a.txt": "1\n" } });

  const folders = [bare, path.join(site.folder, "worktree"), bareWithoutConfig];
  const counts = [];
  for (const folder of folders) counts.push((await importClone(folder)).counts.commits);
  await importClone(modern.dir);
  modern.remove();

  expect(counts).toMatchObject([{ added: 1 }, { unchanged: 1 }, { unchanged: 1 }]);
  expect((await readCommits()).find((commit) => commit.isOnDefaultBranch)).toMatchObject({ sha, additions: 1 });
  expect(sha).toHaveLength(64);
});

test("the default branch is the remote's, else main, else what is checked out, else what the caller says", async () => {
  site.commit({ subject: "begin" });
  site.git("checkout", "--quiet", "-b", "develop");
  const ahead = site.commit({ subject: "ahead" });
  const clone = site.clone("clone");
  site.git("branch", "--quiet", "feature");

  expect(await importClone(clone)).toMatchObject({ branch: "develop" });
  expect(await importClone()).toMatchObject({ branch: "main" });
  expect(await importClone(site.dir, "feature")).toMatchObject({ branch: "feature" });
  expect(await importClone(site.clone("bare", "--bare"))).toMatchObject({ branch: "develop" });
  site.git("branch", "--quiet", "-D", "main");
  site.git("checkout", "--quiet", "--detach", ahead);
  expect(await importClone()).toMatchObject({ branch: "HEAD" });
  await expect(importClone(site.dir, "--all")).rejects.toThrow('has no branch "--all". It has: develop, feature');
});

test("a repository without commits is imported as nothing", async () => {
  expect(await importClone()).toMatchObject({ branch: null, rows: 0, repository: "acme/site" });
});

test("names and paths in other encodings are kept with replacements and counted; binary files and submodules count no lines too many", async () => {
  const inner = new GitFixture();
  const innerSha = inner.commit({ subject: "inner" });
  const head = site.commit({ subject: "begin", files: { 'quo"ted\tta b.txt': "1\n", bin: Buffer.from([0, 1, 2]) } });
  site.git("update-index", "--add", "--cacheinfo", `160000,${innerSha},module`);
  const tree = site.git("write-tree");
  const raw = `tree ${tree}\nparent ${head}\nauthor J\xf6rg <j@x> 1704067200 +0000\ncommitter J\xf6rg <j@x> 1704067200 +0000\n\nsubject\n`;
  writeFileSync(path.join(site.folder, "raw"), raw, "latin1");
  const sha = site.git("hash-object", "-t", "commit", "-w", path.join(site.folder, "raw"));
  site.git("update-ref", "refs/heads/main", sha);
  inner.remove();

  const imported = await importClone();

  expect(imported.inexactTexts).toBe(1);
  const commits = await readCommits();
  expect(commits.find((commit) => commit.sha === sha)).toMatchObject({
    authorName: "J\ufffdrg",
    additions: 1,
    changedFiles: 1,
  });
  expect(commits.find((commit) => commit.sha === head)).toMatchObject({ additions: 1, deletions: 0, changedFiles: 2 });
});

test("dates of other times are kept; those that no calendar holds give way to the commit's other date", async () => {
  site.commit({ subject: "1970", authoredAt: "@0 +0000" });
  site.commit({ subject: "2100", authoredAt: "@4102444800 +0000" });
  const parent = site.git("rev-parse", "HEAD");
  const tree = site.git("write-tree");
  const odd = `tree ${tree}\nparent ${parent}\nauthor A <a@x> 99999999999999 +0000\ncommitter A <a@x> 1704070000 +0000\n\nodd\n`;
  writeFileSync(path.join(site.folder, "raw"), odd);
  site.git(
    "update-ref",
    "refs/heads/main",
    site.git("hash-object", "-t", "commit", "-w", "--literally", path.join(site.folder, "raw")),
  );

  const imported = await importClone();

  const dates = (await readCommits()).map(({ headline, authoredAt }) => [headline, authoredAt.toISOString()]);
  expect(imported.oddDates).toBe(1);
  expect(Object.fromEntries(dates)).toEqual({
    "1970": "1970-01-01T00:00:00.000Z",
    "2100": "2100-01-01T00:00:00.000Z",
    odd: "2024-01-01T00:46:40.000Z",
  });
});

test("an octopus merge ties a pull request by its known head only", async () => {
  site.commit({ subject: "begin" });
  const sides = ["one", "two"].map((name) => {
    site.git("checkout", "--quiet", "-b", name, "main");
    return site.commit({ subject: name, files: { [name]: "1\n" } });
  });
  site.git("checkout", "--quiet", "main");
  site.git("merge", "--quiet", "--no-ff", "one", "two", "-m", "octopus");
  const merge = site.git("rev-parse", "HEAD");
  await importPulls(
    { ...merged, mergeCommit: { oid: merge }, headRefOid: sides[1] ?? "" },
    { ...merged, mergeCommit: { oid: merge } },
  );

  await importClone();

  expect((await readPulls()).map(({ shas, additions }) => [shas, additions])).toEqual([
    [[sides[1]], 1],
    [[], null],
  ]);
});

test("nothing that a clone's configuration or attributes name is ever run", async () => {
  site.commit({ subject: "begin", files: { "a.txt": "1\n", ".gitattributes": "*.txt diff=evil filter=evil\n" } });
  site.commit({ subject: "more", files: { "a.txt": "2\n" } });
  const trap = path.join(site.folder, "trap.sh");
  const proof = path.join(site.folder, "proof");
  writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> "${proof}"\n`);
  chmodSync(trap, 0o755);
  const hooks = path.join(site.dir, ".git", "hooks");
  mkdirSync(hooks, { recursive: true });
  for (const hook of ["post-index-change", "reference-transaction", "fsmonitor-watchman"]) {
    writeFileSync(path.join(hooks, hook), `#!/bin/sh\necho hook >> "${proof}"\n`);
    chmodSync(path.join(hooks, hook), 0o755);
  }
  for (const key of [
    "core.fsmonitor",
    "core.pager",
    "pager.log",
    "core.sshCommand",
    "gpg.program",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.clean",
    "filter.evil.process",
    "core.editor",
    "credential.helper",
  ]) {
    site.gitWith({}, ["config", key, trap]);
  }
  site.gitWith({}, ["config", "log.showSignature", "true"]);
  const signed = site
    .git("cat-file", "commit", "HEAD")
    .replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n");
  writeFileSync(path.join(site.folder, "signed"), `${signed}\n`);
  const sha = site.git("hash-object", "-t", "commit", "-w", path.join(site.folder, "signed"));
  site.git("update-ref", "refs/heads/main", sha);
  site.git("log", "--numstat");
  const firesWithoutCare = existsSync(proof);
  rmSync(proof, { force: true });

  const imported = await importClone();

  expect(firesWithoutCare).toBe(true);
  expect(imported.counts.commits).toMatchObject({ added: 2 });
  expect(existsSync(proof)).toBe(false);
});

test.each([
  ["a folder that is no clone", () => site.folder, "acme/site", "is no git repository"],
  ["a folder inside a clone", () => path.join(site.dir, "inside"), "acme/site", "is no git repository"],
  ["no folder", () => path.join(site.folder, "missing"), "acme/site", "no such folder"],
  ["a file", () => path.join(site.folder, "file"), "acme/site", "is no git repository"],
  ["a name that is a path", () => site.dir, "../../etc", "is no repository name"],
  ["half a name", () => site.dir, "site", "is no repository name"],
])("%s is refused in one sentence", async (_, dir, repository, says) => {
  mkdirSync(path.join(site.dir, "inside"));
  writeFileSync(path.join(site.folder, "file"), "");
  const { database, workspaceId } = workspace;

  const run = importGit(database.db, { workspaceId, dir: dir(), repository, now });

  await expect(run).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(says) as string });
});
