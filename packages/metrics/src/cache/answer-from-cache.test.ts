/** An answer is kept for exactly as long as the same question would get the same one, and for nobody else. */
import { withService, withWorkspace, type WorkspaceClaims } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import fc from "fast-check";
import { sql, type RawBuilder } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { anyHistory, days, firstAt } from "../../test/generate-history.ts";
import { mutateFacts, mutations } from "../../test/mutate-facts.ts";
import { seedHistory } from "../../test/seed-history.ts";
import { history, issue, on, repository } from "../../test/small-history.ts";
import type { SeededWorkspace } from "../../test/seed-workspace.ts";
import { catalogue } from "../catalogue.ts";
import { computeMetric, type MetricAnswer, type MetricQuery } from "../index.ts";
import { createAnswerCache, type AnswerCache } from "./answer-cache.ts";
import { answerFromCache } from "./answer-from-cache.ts";

let database: TestDatabase;
let cache: AnswerCache;
let computed = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(() => {
  cache = createAnswerCache();
  computed = 0;
});

afterAll(async () => {
  await database.drop();
});

const march = { metric: "issue.opened", from: "2026-03-01", to: "2026-04-01", now: new Date("2026-07-01T00:00:00Z") };

function claimsOf(workspace: SeededWorkspace): WorkspaceClaims {
  return { workspaceId: workspace.id, userId: workspace.userId };
}

async function ask(
  claims: WorkspaceClaims,
  query: Partial<MetricQuery> = {},
  from: AnswerCache = cache,
): Promise<MetricAnswer> {
  const asked = { ...march, workspaceId: claims.workspaceId, ...query };
  return await withWorkspace(database.db, claims, (tx) =>
    answerFromCache(tx, { cache: from, name: "metric", query: asked }, async () => {
      computed += 1;
      return await computeMetric(tx, asked);
    }),
  );
}

async function change(statement: RawBuilder<unknown>): Promise<void> {
  await withService(database.db, (tx) => statement.execute(tx));
}

async function seedTwoRepositories(): Promise<SeededWorkspace> {
  const one = repository({ name: "acme/one", issues: [issue({ createdAt: on("03-05") })] });
  const two = repository({ name: "acme/two", issues: [issue({ createdAt: on("03-06") })] });
  return await seedHistory(database.db, history(one, two), { bugs: ["bug"] });
}

describe("a kept answer", () => {
  it("is given again, the same to the last digit, until a fact changes", async () => {
    const workspace = await seedTwoRepositories();
    const before = await ask(claimsOf(workspace));

    const again = await ask(claimsOf(workspace));
    await change(
      sql`update pulse.issues set created_at = '2026-02-01' where workspace_id = ${workspace.id} and id = (select min(id) from pulse.issues where workspace_id = ${workspace.id})`,
    );
    const after = await ask(claimsOf(workspace));

    expect(again).toEqual(before);
    expect([before.value, after.value, computed]).toEqual([2, 1, 2]);
  });

  it("outlives changes in repositories that it is not about", async () => {
    const workspace = await seedTwoRepositories();
    await ask(claimsOf(workspace), { repositories: ["acme/one"] });

    await change(sql`
      update pulse.issues
      set title = 'Another'
      where repository_id = (select id from pulse.repositories where workspace_id = ${workspace.id} and name = 'two')
    `);
    await ask(claimsOf(workspace), { repositories: ["acme/one"] });

    expect(computed).toBe(1);
  });

  it.each([
    ["the time zone", sql`update pulse.workspaces set time_zone = 'Asia/Kolkata'`],
    ["the list of bots", sql`update pulse.workspaces set bot_logins = '{ada}'`],
    ["the time allowed for an answer", sql`update pulse.workspaces set response_sla = interval '1 hour'`],
    ["the files that are ignored", sql`update pulse.workspaces set ignored_paths = '{%.md}'`],
    ["a label group", sql`update pulse.label_groups set label_names = '{docs}'`],
    ["the name of a repository", sql`update pulse.repositories set name = name || '-new'`],
    ["which repositories there are", sql`update pulse.repositories set deleted_at = now() where name = 'two'`],
    ["what GitHub shows to us", sql`update pulse.repositories set access = 'private' where name = 'two'`],
    ["the name of an account", sql`update pulse.accounts set login = login || '-new'`],
    ["how far was read", sql`update pulse.sync_state set covered_to = covered_to + interval '1 minute'`],
  ])("ends with a change of %s", async (_, statement) => {
    const workspace = await seedTwoRepositories();
    await ask(claimsOf(workspace));

    await change(statement);
    await ask(claimsOf(workspace));

    expect(computed).toBe(2);
  });

  it("is of one question", async () => {
    const claims = claimsOf(await seedTwoRepositories());
    const questions: readonly Partial<MetricQuery>[] = [
      {},
      { metric: "issue.closed" },
      { by: "day" },
      { timeZone: "Asia/Kolkata" },
      { from: "2026-03-02" },
      { includeBots: true },
      { bots: ["ada"] },
      { labels: ["bug"] },
      { labelGroups: ["bugs"] },
      { repositories: ["acme/one"] },
    ];

    for (const question of [...questions, ...questions]) await ask(claims, question);

    expect(computed).toBe(questions.length);
  });

  it("whose window has no end holds for the minute; one that has an end, for the day of every zone", async () => {
    const claims = claimsOf(await seedTwoRepositories());
    const at = (now: string, to: string | undefined) => ask(claims, { now: new Date(now), to, from: "2026-03-01" });

    await at("2026-07-01T10:00:01Z", undefined);
    await at("2026-07-01T10:00:59Z", undefined);
    expect(computed).toBe(1);
    await at("2026-07-01T10:01:00Z", undefined);
    expect(computed).toBe(2);

    await at("2026-07-01T10:01:00Z", "2026-04-01");
    await at("2026-07-01T10:14:59Z", "2026-04-01");
    expect(computed).toBe(3);
    await at("2026-07-01T10:15:00Z", "2026-04-01");
    expect(computed).toBe(4);
  });

  it("is what would be computed, whatever has happened to the facts", { timeout: 120_000 }, async () => {
    const step = fc.record({ name: fc.constantFrom(...Object.keys(mutations)), nth: fc.nat(1000) });
    const now = new Date((firstAt + (days + 1) * 86_400) * 1000);
    const window = { from: "2023-10-26", to: "2023-11-13", now };

    await fc.assert(
      fc.asyncProperty(anyHistory, fc.array(step, { minLength: 6, maxLength: 6 }), async (made, steps) => {
        const workspace = await seedHistory(database.db, made, {});
        for (const [index, { name, nth }] of steps.entries()) {
          await withService(database.db, (tx) => mutateFacts(tx, { workspaceId: workspace.id, name, nth }));
          for (const { id: metric } of catalogue.filter((_each, place) => place % 6 === index % 3)) {
            const kept = await ask(claimsOf(workspace), { metric, ...window });
            const fresh = await ask(claimsOf(workspace), { metric, ...window }, createAnswerCache());
            expect({ name, metric, answer: kept }).toEqual({ name, metric, answer: fresh });
          }
        }
      }),
      { numRuns: 5, seed: 20_261_121, endOnFailure: true },
    );
  });
});

describe("who asks", () => {
  it("gets nothing of another workspace, however it was asked for before", async () => {
    const [ours, theirs] = [await seedTwoRepositories(), await seedTwoRepositories()];
    await ask(claimsOf(ours));

    await expect(ask({ workspaceId: ours.id, userId: theirs.userId })).rejects.toMatchObject({ code: "not_found" });
    await expect(ask(claimsOf(theirs), { workspaceId: ours.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("loses what was kept with the membership", async () => {
    const workspace = await seedTwoRepositories();
    await ask(claimsOf(workspace));

    await change(sql`delete from pulse.memberships where workspace_id = ${workspace.id}`);

    await expect(ask(claimsOf(workspace))).rejects.toMatchObject({ code: "not_found" });
  });

  it("in one role gets no answer computed in another", async () => {
    const workspace = await seedTwoRepositories();
    await ask(claimsOf(workspace));

    await withService(database.db, (tx) =>
      answerFromCache(tx, { cache, name: "metric", query: { ...march, workspaceId: workspace.id } }, async () => {
        computed += 1;
        return await computeMetric(tx, { ...march, workspaceId: workspace.id });
      }),
    );

    expect(computed).toBe(2);
  });

  it("would be noticed if a cache forgot whose answer it keeps", async () => {
    const [ours, theirs] = [await seedTwoRepositories(), await seedHistory(database.db, history(repository({})), {})];
    const forgetful: AnswerCache = {
      find: (key) => cache.find(forget(key)),
      keep: (key, answer) => cache.keep(forget(key), answer),
    };
    const right = await ask(claimsOf(theirs));
    await ask(claimsOf(ours), {}, forgetful);

    const leaked = await ask(claimsOf(theirs), { workspaceId: theirs.id }, forgetful);

    expect(leaked).not.toEqual(right);
  });
});

function forget(key: string): string {
  const [, name, time, query]: unknown[] = JSON.parse(key);
  return JSON.stringify([name, time, JSON.stringify(query).replace(/\["workspaceId",\d+\]/u, "")]);
}

describe("what is kept", () => {
  it("stays within its bytes, the oldest going first", () => {
    const small = createAnswerCache({ maxBytes: 10_000 });

    for (let index = 0; index < 20; index += 1) small.keep(`${index}`, "x".repeat(1_000));

    expect([small.find("0"), small.find("19")?.length]).toEqual([null, 1_000]);
  });

  it("is nothing that would drive everything else out", () => {
    const small = createAnswerCache({ maxBytes: 10_000 });
    small.keep("a", "small");

    small.keep("b", "x".repeat(5_000));

    expect([small.find("a"), small.find("b")]).toEqual(["small", null]);
  });
});
