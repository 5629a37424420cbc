// A person is erased from what an archive, a clone and GitHub told of them: no table names them any more, and no number changed.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive, saveAccounts, saveCommits } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, fixedClock } from "@pulse/kit";
import { catalogue, describeMetric } from "@pulse/metrics";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { erasePerson, inviteMember, listAudit, showErasure, showMetric, type ActionContext } from "../index.ts";

const repository = "acme/lighthouse";
const asOf = new Date("2026-03-01T00:00:00Z");
const address = "keeper@example.com";

let database: TestDatabase;
let folder: string;
let file: string;
let workspaceId: number;
let ctx: ActionContext;
/** Whoever wrote most, and somebody who stays. */
let person: string;

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  const from = new Date("2025-10-01T00:00:00Z");
  const history = generateHistory({ repository, seed: 7, from, asOf, issues: 60, pullRequests: 60, people: 6 });
  const authors = Map.groupBy(history.pullRequests, ({ author }) => author.login);
  person = [...authors].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? "";
  folder = await mkdtemp(path.join(tmpdir(), "pulse-erase-"));
  file = path.join(folder, "archive.json");
  await writeFile(file, JSON.stringify(toArchive(history)));
  await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
  await saveOwnCommits();
  ctx = {
    db: database.db,
    clock: fixedClock(asOf.toISOString()),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Three commits of theirs: by account, by the address of those, and one of somebody else. */
async function saveOwnCommits(): Promise<void> {
  await withService(database.db, async (tx) => {
    const found = await sql<{ id: number }>`select id from pulse.repositories`.execute(tx);
    const repositoryId = found.rows[0]?.id ?? 0;
    const fetchedAt = asOf.toISOString();
    const accountIds = await saveAccounts(tx, { workspaceId, fetchedAt }, [
      {
        login: person,
        githubId: 4711,
        nodeId: "U_1",
        name: "Keeper of Light",
        avatarUrl: "https://a.example.com/u/4711",
      },
    ]);
    const rows = [
      { authorId: accountIds(person), authorEmail: address },
      { authorId: null, authorEmail: address },
      { authorId: null, authorEmail: "else@example.com" },
    ];
    await saveCommits(
      tx,
      { workspaceId, repositoryId, fetchedAt },
      rows.map((row, index) => ({
        ...row,
        sha: String(index + 1).repeat(40),
        parentShas: [],
        authorName: row.authorEmail === address ? "Keeper of Light" : "Else",
        authoredAt: `2026-02-1${index}T00:00:00Z`,
        committedAt: `2026-02-1${index}T00:00:00Z`,
        headline: "Trim the wick (#12)",
        isOnDefaultBranch: true,
        additions: 1,
        deletions: 1,
        changedFiles: 1,
      })),
    );
  });
}

/** Every metric there is, whole and split by author where it can be; people by what they are now called. */
async function readNumbers(): Promise<string> {
  const answers: unknown[] = [];
  for (const { id, splits } of [...catalogue.values()].map(describeMetric)) {
    const question = {
      metric: id,
      repositories: [repository],
      from: "2025-10-01",
      to: "2026-03-01",
      includeBots: true,
    };
    answers.push(await showMetric.run(ctx, question));
    if (splits.includes("author")) answers.push(await showMetric.run(ctx, { ...question, by: "author" }));
  }
  return JSON.stringify(answers);
}

/** All rows of all tables of the workspaces and of identity, as one text. */
async function readEverything(): Promise<string> {
  return await withService(database.db, async (tx) => {
    const tables = await sql<{ name: string }>`
      select format('%I.%I', table_schema, table_name) as name
      from information_schema.tables
      where table_schema in ('pulse', 'identity')
        and table_type = 'BASE TABLE'
    `.execute(tx);
    const parts: string[] = [];
    for (const { name } of tables.rows.filter((table) => table.name !== "pulse.schema_migrations")) {
      const held = await sql<{ rows: string | null }>`
        select string_agg(to_jsonb(held)::text, E'\n') as rows
        from ${sql.raw(name)} as held
      `.execute(tx);
      parts.push(`${name} ${held.rows[0]?.rows ?? ""}`);
    }
    return parts.join("\n").toLowerCase();
  });
}

const tracesOf = (): readonly string[] => [`"${person.toLowerCase()}"`, "keeper of light", address, "4711"];

test("what erasing does is said before, and is refused for whoever is not meant", async () => {
  const told = await showErasure.run(ctx, { person: person.toUpperCase() });

  expect(told.person).toBe(person);
  expect(told.pullRequests).toBeGreaterThan(5);
  expect(told.commits).toBe(2);
  expect(told.consequences.join(" ")).toMatch(/becomes ghost#\d+ .*Every number stays.*cannot be taken back/s);
  await expect(erasePerson.run(ctx, { person, confirm: "somebody" })).rejects.toMatchObject({ code: "invalid" });
  await expect(showErasure.run(ctx, { person: "nobody-here" })).rejects.toMatchObject({ code: "not_found" });
});

test("an erased person is nowhere any more, every number stays, and neither an import nor GitHub brings them back", async () => {
  await inviteMember.run(ctx, { login: person });
  await withService(database.db, async (tx) => {
    await sql`
      insert into pulse.webhook_deliveries (workspace_id, delivery_id, event, body, state)
      values (${workspaceId}, 'd', 'push', ${Buffer.from(JSON.stringify({ sender: { login: person } }))}, 'processed')
    `.execute(tx);
    await sql`
      insert into pulse.events (workspace_id, kind, subject)
      values (${workspaceId}, 'issue', ${JSON.stringify({ actor: person })}::jsonb)
    `.execute(tx);
    await sql`update pulse.workspaces set bot_logins = bot_logins || ${person}::text`.execute(tx);
  });
  const before = await readNumbers();
  const textBefore = await readEverything();
  const { ghost } = await erasePerson.run(ctx, { person, confirm: person });
  const after = await readNumbers();

  expect(tracesOf().filter((trace) => !textBefore.includes(trace))).toEqual([]);
  expect(after).toContain(ghost);
  expect(comparable(after)).toEqual(comparable(before.replaceAll(`"${person}"`, `"${ghost}"`)));
  const text = await readEverything();
  expect(tracesOf().filter((trace) => text.includes(trace))).toEqual([]);
  const { lines } = await listAudit.run(ctx, {});
  expect(lines[0]).toMatchObject({ action: "erase_person", state: "done", input: { person: ghost }, after: { ghost } });

  await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
  await saveOwnCommits();
  const again = await readEverything();
  expect(tracesOf().filter((trace) => again.includes(trace))).toEqual([]);
  expect(comparable(await readNumbers())).toEqual(comparable(after));
});

test("whoever has no account is erased by their address", async () => {
  const before = await readNumbers();

  await erasePerson.run(ctx, { person: "else@example.com", confirm: "Else@Example.com" });

  const text = await readEverything();
  expect(text).not.toContain("else@example.com");
  expect(text).not.toContain(`"else"`);
  expect(comparable(await readNumbers())).toHaveLength(comparable(before).length);
});

test("members of the workspace, and whoever lent it a token, are not erased before they are gone", async () => {
  const [other] = await withService(database.db, async (tx) => {
    const found = await sql<{ login: string }>`
      select login from pulse.accounts where login not like 'ghost#%' order by login limit 1
    `.execute(tx);
    const login = found.rows[0]?.login ?? "";
    await sql`
      insert into identity.users (id, name, email, login)
      values ('7b0c9a52-3f0f-4f3e-9d84-0d6a1f6c2b11', 'Other', 'other@example.com', ${login})
    `.execute(tx);
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, '7b0c9a52-3f0f-4f3e-9d84-0d6a1f6c2b11', 'viewer')
    `.execute(tx);
    return [login];
  });

  await expect(erasePerson.run(ctx, { person: other ?? "", confirm: other ?? "" })).rejects.toThrow(/member of this/);
  await withService(database.db, async (tx) => {
    await sql`delete from pulse.memberships where user_id = '7b0c9a52-3f0f-4f3e-9d84-0d6a1f6c2b11'`.execute(tx);
    await sql`
      insert into pulse.connections (workspace_id, name, kind, login) values (${workspaceId}, 'theirs', 'anonymous', ${other})
    `.execute(tx);
  });
  await expect(erasePerson.run(ctx, { person: other ?? "", confirm: other ?? "" })).rejects.toThrow(/token/);
  await withService(database.db, (tx) => sql`delete from pulse.connections`.execute(tx));
  await erasePerson.run(ctx, { person: other ?? "", confirm: other ?? "" });
  expect(await readEverything()).not.toContain(`"${(other ?? "").toLowerCase()}"`);
});

/** Numbers and names of people in no order: lists of people are by name, and a ghost's is another one. */
function comparable(numbers: string): readonly unknown[] {
  return sorted(JSON.parse(numbers)) as readonly unknown[];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(sorted).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !["title", "name", "as_of", "avatar_url"].includes(key))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
