import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

import { ask, askItems } from "../test/ask.ts";
import { seedPullRequest } from "../test/seed-pull-request.ts";
import { seedRepository, seedWorkspace, type SeededWorkspace } from "../test/seed-workspace.ts";
import { catalogue } from "./index.ts";

let database: TestDatabase;
let workspace: SeededWorkspace;

beforeAll(async () => {
  database = await createTestDatabase({ version: 15 });
  workspace = await seedWorkspace(database.db);
  const repository = await seedRepository(database.db, workspace);
  await seedPullRequest(database.db, repository, {
    createdAt: "2026-03-01T00:00:00Z",
    mergedAt: "2026-03-10T00:00:00Z",
    deployedAt: "2026-03-11T00:00:00Z",
    commits: [{ authoredAt: "2026-02-28T00:00:00Z" }],
    reviews: [{ by: "bob", at: "2026-03-02T00:00:00Z", state: "approved" }],
    files: [{ path: "a.ts", additions: 3, deletions: 4 }],
  });
});

afterAll(async () => {
  await database.drop();
});

it.each(catalogue.filter(({ id }) => id.startsWith("pr.")).map(({ id }) => id))(
  "%s is computed by the oldest server that is promised",
  async (metric) => {
    const answer = await ask(database.db, { workspace }, { metric, by: "author" });
    const items = await askItems(database.db, { workspace }, { metric, show: "all" });

    expect(answer.value).not.toBeNull();
    expect(items.total).toBe(metric === "pr.open" || metric === "pr.closed_unmerged" || metric === "pr.stale" ? 0 : 1);
  },
);
