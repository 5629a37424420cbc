import { withService, withWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askHistory } from "../../test/ask-history.ts";
import { anyHistory, days, firstAt } from "../../test/generate-history.ts";
import type { History, PullRequest, Team } from "../../test/history.ts";
import { seedHistory } from "../../test/seed-history.ts";
import { commits, history, issue, on, pullRequest, repository } from "../../test/small-history.ts";
import { catalogue } from "../catalogue.ts";
import { choicesOf } from "../check-question.ts";
import { computeMetrics } from "../index.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

type Member = Team["members"][number];

const member = (login: string, from: number, to: number | null = null): Member => ({ login, from, to });

describe("a team of which ada left on 10 March, when cyd came", () => {
  const team = {
    slug: "acme/web",
    members: [member("bob", on("02-01")), member("ada", on("02-01"), on("03-10")), member("cyd", on("03-10"))],
  };
  const reviewed = (
    author: string,
    createdAt: string,
    reviews: readonly (readonly [by: string, at: string])[],
  ): PullRequest =>
    pullRequest({
      author,
      createdAt: on(createdAt),
      turns: [on("03-20")],
      mergedAt: on("03-20"),
      reviews: reviews.map(([by, at]) => ({ by, at: on(at), state: "commented", inline: [] })),
    });
  const told: History = {
    ...history(
      repository({
        issues: [
          issue({}),
          issue({ createdAt: on("03-12") }),
          issue({ author: "cyd" }),
          issue({ author: "cyd", createdAt: on("03-10") }),
        ],
        pullRequests: [
          reviewed("ada", "03-02", [
            ["cyd", "03-09"],
            ["cyd", "03-11"],
            ["bob", "03-11"],
          ]),
          reviewed("cyd", "03-02", [
            ["ada", "03-09"],
            ["ada", "03-11"],
          ]),
        ],
        commits: [...commits("ada", 2), ...commits("cyd", 3), ...commits("cyd", 4, { authoredAt: on("03-15") })],
      }),
    ),
    teams: [team],
  };
  const ask = async (metric: string) => {
    const { value, rows } = await askHistory(database.db, { history: told }, { metric, teams: ["acme/web"] });
    return rows === undefined ? value : { value, rows };
  };

  it("has opened what each opened while there, and what ada opened there stays the team's when it is merged later", async () => {
    expect(await ask("issue.opened")).toBe(2);
    expect(await ask("issue.backlog")).toBe(2);
    expect(await ask("pr.merged")).toBe(1);
  });

  it("has reviewed and committed what each did while there", async () => {
    expect(await ask("team.reviews")).toMatchObject({
      value: 3,
      rows: [{ login: "ada" }, { login: "bob" }, { login: "cyd" }],
    });
    expect(await ask("team.commits")).toMatchObject({ value: 6 });
    expect(await ask("repo.active_contributors")).toMatchObject({ value: 3 });
  });

  it("has taken part by whom it had at some time of the window, with reviews from their time in it, of its own pull requests", async () => {
    expect(await ask("team.review_participation")).toMatchObject({
      value: { people: 3, reviewers: 2 },
      rows: [
        { login: "ada", has_reviewed: false },
        { login: "bob", has_reviewed: true },
        { login: "cyd", has_reviewed: true, reviews: 1 },
      ],
    });
  });
});

it("whatever somebody did is their old team's or their new one's, and never both or neither, in every metric that knows people", async () => {
  const cut = firstAt + (days / 2) * 86_400 + 7_777;
  const [made] = fc
    .sample(anyHistory, { seed: 20_261_121, numRuns: 6 })
    .toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  if (made === undefined) throw new Error("No history was made");
  const logins = made.people.map(({ login }) => login);
  const teams = [
    { slug: "acme/old", members: logins.map((login) => member(login, firstAt, cut)) },
    { slug: "acme/new", members: [member("nobody", firstAt - 1), ...logins.map((login) => member(login, cut))] },
  ];
  const workspace = await seedHistory(
    database.db,
    { ...made, teams, people: [...made.people, { login: "nobody", type: null }] },
    {},
  );
  // The made-up runs were started by nobody.
  await withService(database.db, (tx) =>
    sql`
      update pulse.workflow_runs as run
      set actor_id = (select min(id) from pulse.accounts where workspace_id = run.workspace_id and type is distinct from 'Bot')
      where run.workspace_id = ${workspace.id}
    `.execute(tx),
  );
  // A thing that was done in several steps, as a run of several attempts, is one in each team.
  const metrics = catalogue.filter((metric) => choicesOf(metric).includes("people") && metric.thing === undefined);
  const ask = async (whose: { readonly people?: readonly string[]; readonly teams?: readonly string[] }) =>
    await withWorkspace(database.db, { workspaceId: workspace.id, userId: workspace.userId }, (tx) =>
      computeMetrics(tx, {
        workspaceId: workspace.id,
        metrics: metrics.map(({ id }) => ({ metric: id })),
        from: "2023-01-01",
        to: "2024-01-01",
        now: new Date("2024-01-01T00:00:00Z"),
        ...whose,
      }),
    );

  const [before, after, all] = [
    await ask({ teams: ["acme/old"] }),
    await ask({ teams: ["acme/new"] }),
    await ask({ people: logins }),
  ];

  const counted = (answers: typeof all) => answers.map(({ metric, n, excluded }) => ({ metric, n, excluded }));
  expect(counted(all)).toEqual(
    before.map(({ metric, n, excluded }, place) => ({
      metric,
      n: n + (after[place]?.n ?? 0),
      excluded: excluded + (after[place]?.excluded ?? 0),
    })),
  );
  const isParted = all.filter((_, place) => (before[place]?.n ?? 0) > 0 && (after[place]?.n ?? 0) > 0);
  expect(isParted.length).toBeGreaterThan(all.length / 3);
  // What is kept added up for everybody is asked item by item where somebody is named.
  expect(isParted.map(({ metric }) => metric)).toEqual(expect.arrayContaining(["ci.minutes", "ci.duration"]));
});
