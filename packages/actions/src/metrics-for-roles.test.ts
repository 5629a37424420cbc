// Every metric there is, and the items behind it, asked for by everybody there could be. A new metric is walked because it is in the catalogue.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, withService, type Role } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, fixedClock, isAppError } from "@pulse/kit";
import { catalogue, describeMetric } from "@pulse/metrics";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { listMetricItems, showMetric, type ActionContext } from "./index.ts";

const asOf = new Date("2026-03-01T00:00:00Z");
const roles: readonly Role[] = ["owner", "admin", "member", "viewer"];
const metrics = catalogue.map(describeMetric);

let database: TestDatabase;
let folder: string;
let here: number;
let elsewhere: number;
const people = new Map<Role, string>(roles.map((role) => [role, randomUUID()]));
const otherOwner = randomUUID();
/** What the other workspace's numbers were before there was anything here. */
let alone: ReadonlyMap<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "pulse-roles-"));
  here = await ensureDefaultWorkspace(database.db);
  elsewhere = await withService(database.db, async (tx) => {
    const made = await sql<{ id: number }>`
      insert into pulse.workspaces (slug, name)
      values ('elsewhere', 'Elsewhere')
      returning id
    `.execute(tx);
    const id = made.rows[0]?.id ?? 0;
    const members = [
      { workspace: id, user: otherOwner, role: "owner" },
      ...roles.map((role) => ({ workspace: here, user: people.get(role) ?? "", role })),
    ];
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      select workspace, "user", role
      from json_to_recordset(${JSON.stringify(members)}::json) as member (workspace bigint, "user" uuid, role text)
    `.execute(tx);
    return id;
  });
  await fill(elsewhere, "acme/harbour", 20);
  alone = await readAll({ userId: otherOwner, workspaceId: elsewhere });
  await fill(here, "acme/lighthouse", 40);
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function fill(workspaceId: number, repository: string, items: number): Promise<void> {
  const from = new Date("2025-12-01T00:00:00Z");
  const history = generateHistory({
    repository,
    seed: items,
    from,
    asOf,
    issues: items,
    pullRequests: items,
    people: 5,
  });
  const file = path.join(folder, `${items}.json`);
  await writeFile(file, JSON.stringify(toArchive(history)));
  await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
}

type Asker = ActionContext["actor"];

function contextOf(actor: Asker): ActionContext {
  const logger = createLogger({ name: "test", level: "silent" });
  return { db: database.db, clock: fixedClock(asOf.toISOString()), logger, actor };
}

type Asked = { readonly id: string; readonly isListed: boolean; readonly repositories?: readonly string[] };

async function ask(actor: Asker, { id, isListed, repositories = [] }: Asked): Promise<string> {
  const question = { metric: id, repositories: [...repositories], from: "2025-12-01", to: "2026-03-01" };
  const answers = [await showMetric.run(contextOf(actor), question)];
  return JSON.stringify(isListed ? [...answers, await listMetricItems.run(contextOf(actor), question)] : answers);
}

const asked = metrics.map(({ id, items }): Asked => ({ id, isListed: items !== null }));

async function readAll(actor: Asker): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  for (const each of asked) answers.set(each.id, await ask(actor, each));
  return answers;
}

async function refusalOf(actor: Asker, question: Asked): Promise<string> {
  try {
    return await ask(actor, question);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code;
  }
}

test("whoever belongs to a workspace reads every metric of it, and everybody the same", async () => {
  const [owner, ...others] = await Promise.all(
    roles.map(async (role) => await readAll({ userId: people.get(role) ?? "", workspaceId: here })),
  );

  for (const other of others) expect(other).toEqual(owner);
  expect([...(owner?.values() ?? [])].join().match(/acme\/lighthouse/g)?.length).toBeGreaterThan(catalogue.length);
});

test("no metric of a workspace knows of another, nor changes with it", async () => {
  const now = await readAll({ userId: otherOwner, workspaceId: elsewhere });

  expect(now).toEqual(alone);
  expect([...now.values()].join()).not.toContain("lighthouse");
});

test("no metric is told to a stranger or another workspace's owner, nor of a repository that is another's", async () => {
  const wrong: string[] = [];
  for (const each of asked) {
    const of = { ...each, repositories: ["acme/lighthouse"] };
    const refusals = [
      await refusalOf({ userId: randomUUID(), workspaceId: here }, each),
      await refusalOf({ userId: otherOwner, workspaceId: here }, each),
      await refusalOf({ userId: otherOwner, workspaceId: elsewhere }, of),
    ];
    if (refusals.join() !== "forbidden,forbidden,not_found") wrong.push(`${each.id}: ${refusals.join().slice(0, 200)}`);
  }

  expect(wrong).toEqual([]);
});
