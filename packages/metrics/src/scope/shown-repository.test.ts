import { withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ask, askItems } from "../../test/ask.ts";
import { seedPullRequest } from "../../test/seed-pull-request.ts";
import { seedRepository, seedWorkspace } from "../../test/seed-workspace.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

async function seedTwo(access: string) {
  const workspace = await seedWorkspace(database.db);
  const [kept, other] = [
    await seedRepository(database.db, workspace),
    await seedRepository(database.db, workspace),
  ] as const;
  for (const repository of [kept, other]) {
    await seedPullRequest(database.db, repository, { createdAt: "2026-03-01T00:00:00Z" });
  }
  await withService(database.db, (tx) =>
    sql`update pulse.repositories set access = ${access} where id = ${other.id}`.execute(tx),
  );
  return { workspace, other };
}

describe("a repository whose access is", () => {
  it.each(["private", "forbidden", "deleted", "uninstalled"])(
    "%s counts in no number and shows in no list",
    async (access) => {
      const { workspace, other } = await seedTwo(access);

      const answer = await ask(database.db, { workspace }, { metric: "pr.opened" });
      const list = await askItems(database.db, { workspace }, { metric: "pr.opened" });
      const named = ask(database.db, { workspace, repositories: [other] }, { metric: "pr.opened" });

      expect(answer.value).toBe(1);
      expect(list.items).toHaveLength(1);
      await expect(named).rejects.toThrow(expect.objectContaining({ code: "not_found" }));
    },
  );

  it.each(["ok", "renamed", "transferred", "disconnected"])("%s keeps its numbers", async (access) => {
    const { workspace } = await seedTwo(access);

    const answer = await ask(database.db, { workspace }, { metric: "pr.opened" });

    expect(answer.value).toBe(2);
  });
});
