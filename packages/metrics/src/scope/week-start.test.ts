import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

import { ask } from "../../test/ask.ts";
import { seedHistory } from "../../test/seed-history.ts";
import type { SeededWorkspace } from "../../test/seed-workspace.ts";
import { history, issue, on, repository } from "../../test/small-history.ts";

let database: TestDatabase;
let workspace: SeededWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  // A Saturday, a Sunday and a Monday.
  const issues = ["03-07", "03-08", "03-09"].map((day) => issue({ createdAt: on(day) }));
  workspace = await seedHistory(database.db, history(repository({ issues })), {});
});

afterAll(async () => {
  await database.drop();
});

it.each([
  [
    "monday",
    [
      ["2026-03-02", 2],
      ["2026-03-09", 1],
    ],
  ],
  [
    "sunday",
    [
      ["2026-03-01", 1],
      ["2026-03-08", 2],
    ],
  ],
  [
    "saturday",
    [
      ["2026-02-28", 0],
      ["2026-03-07", 3],
    ],
  ],
] as const)(
  "weeks that begin on a %s hold what happened in them, in events and in states alike",
  async (weekStart, weeks) => {
    const window = { by: "week", from: "2026-03-02", to: "2026-03-10", weekStart } as const;
    const opened = await ask(database.db, { workspace }, { metric: "issue.opened", ...window });
    const backlog = await ask(database.db, { workspace }, { metric: "issue.backlog", ...window });

    const counts = opened.series?.map(({ key, n }) => [key, n]);
    expect(counts).toEqual(weeks);
    expect(backlog.series?.map(({ key }) => key)).toEqual(weeks.map(([key]) => key));
  },
);
