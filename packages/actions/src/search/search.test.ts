import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, fixedClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { ActionContext } from "../action.ts";
import { search } from "./search.ts";

let database: TestDatabase;
let ctx: ActionContext;
let stranger: ActionContext;

const facts = (here: number, elsewhere: number) => `
  insert into pulse.repositories (id, workspace_id, owner, name, access, fetched_at) overriding system value
  values
    (1, ${here}, 'acme', 'site', 'ok', now()),
    (2, ${here}, 'acme', 'parser', 'ok', now()),
    (3, ${here}, 'acme', 'secret-plans', 'private', now()),
    (4, ${elsewhere}, 'other', 'whale-site', 'ok', now());
  insert into pulse.accounts (id, workspace_id, login, name, fetched_at) overriding system value
  values (1, ${here}, 'Ana', 'Ana Lovelace', now()), (2, ${here}, 'banana-bot[bot]', null, now()), (3, ${elsewhere}, 'whale', 'Ana Whale', now());
  insert into pulse.issues (id, workspace_id, repository_id, number, title, state, author_id, created_at, updated_at, deleted_at, fetched_at)
    overriding system value
  values
    (1, ${here}, 1, 7, 'Crash in src/app.ts when retrying', 'open', 1, now(), '2026-01-01', null, now()),
    (2, ${here}, 2, 7, 'Größe: naïve retries', 'open', 1, now(), '2026-02-01', null, now()),
    (3, ${here}, 1, 8, 'Retrying, but deleted', 'open', 1, now(), '2026-03-01', now(), now()),
    (4, ${here}, 3, 7, 'Retrying in private', 'open', 1, now(), '2026-03-01', null, now()),
    (5, ${elsewhere}, 4, 7, 'Retrying whale', 'open', 3, now(), '2026-03-01', null, now());
  insert into pulse.pull_requests (id, workspace_id, repository_id, number, title, state, author_id, created_at, merged_at, closed_at, updated_at, fetched_at)
    overriding system value
  values (1, ${here}, 1, 12, 'Retry with jitter; fixes #7', 'merged', null, now(), now(), now(), '2026-04-01', now());
`;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const [made] = await queryAs<{ id: string }>(
    database.superUrl,
    "insert into pulse.workspaces (slug, name) values ('elsewhere', 'Elsewhere') returning id",
  );
  const elsewhere = Number(made?.id);
  const userId = randomUUID();
  await queryAs(
    database.superUrl,
    `insert into pulse.memberships (workspace_id, user_id, role) values (${elsewhere}, '${userId}', 'owner')`,
  );
  await queryAs(database.superUrl, facts(workspaceId, elsewhere));
  ctx = {
    db: database.db,
    clock: fixedClock("2026-07-09T12:00:00Z"),
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: localOwnerId, workspaceId },
  };
  stranger = { ...ctx, actor: { userId, workspaceId: elsewhere } };
});

afterAll(async () => {
  await database.drop();
});

const find = async (text: string, as: ActionContext = ctx) => {
  const { items, repositories, people } = await search.run(as, { text });
  return {
    items: items.map(({ repository, number }) => `${repository}#${number}`),
    repositories: repositories.map(({ fullName }) => fullName),
    people: people.map(({ login }) => login),
  };
};

test("the last word may be unfinished, and the newest comes first", async () => {
  expect((await find("retr")).items).toEqual(["acme/site#12", "acme/parser#7", "acme/site#7"]);
});

test("every word must be there, in any order and spelling of its case", async () => {
  expect((await find("RETRYING crash")).items).toEqual(["acme/site#7"]);
  expect((await find("crash jitter")).items).toEqual([]);
});

test.each(["app.ts", "src/app", "APP"])("a word is what stands between signs: %s", async (text) => {
  expect((await find(text)).items).toEqual(["acme/site#7"]);
});

test("letters beyond English are letters", async () => {
  expect((await find("größe")).items).toEqual(["acme/parser#7"]);
});

test("a number finds the item in every repository, and with a name in front in that one", async () => {
  expect((await find("#7")).items).toEqual(["acme/parser#7", "acme/site#7", "acme/site#12"]);
  expect((await find("Acme/Site#12")).items).toEqual(["acme/site#12"]);
});

test("repositories and people are found by any part of their names, beginnings first", async () => {
  expect((await find("ana")).people).toEqual(["Ana", "banana-bot[bot]"]);
  expect((await find("lovelace")).people).toEqual(["Ana"]);
  expect((await find("pars")).repositories).toEqual(["acme/parser"]);
});

test("what was deleted, and what GitHub no longer shows to us, is not found", async () => {
  expect((await find("deleted")).items).toEqual([]);
  expect((await find("secret")).repositories).toEqual([]);
});

test("another workspace is not searched, whoever asks", async () => {
  expect(await find("whale")).toEqual({ items: [], repositories: [], people: [] });
  expect(await find("retr", stranger)).toEqual({ items: ["other/whale-site#7"], repositories: [], people: [] });
  const { actor } = ctx;
  await expect(
    search.run({ ...stranger, actor: { ...stranger.actor, workspaceId: actor.workspaceId } }, { text: "retr" }),
  ).rejects.toMatchObject({ code: "forbidden" });
});

test("it says of what there is more than it shows", async () => {
  const { items, more } = await search.run(ctx, { text: "retr", limit: 2 });

  expect(items).toHaveLength(2);
  expect(more).toEqual(["item"]);
});

test.each(["", "!!!", "' | ! & (", "a", ":*", "\\", "\u0000"])("%j is no fault of ours", async (text) => {
  await expect(search.run(ctx, { text, kinds: ["item"] })).resolves.toMatchObject({ isCommon: false });
});
