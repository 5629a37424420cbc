import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { permutations } from "../../test/permutations.ts";
import { readRawAnswers } from "../../test/raw-answers.ts";
import { hasRealData } from "../../test/real-archives.ts";
import { saving } from "../../test/save-workspace.ts";
import { saveDeploymentStatuses } from "./save-deployment-statuses.ts";
import { saveDeployments, type DeploymentRow } from "./save-deployments.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
});

type Status = { readonly githubId: number | null; readonly state: string; readonly createdAt: string };

const deployment: DeploymentRow = {
  githubId: 5,
  environment: "production",
  isProduction: true,
  sha: "a".repeat(40),
  ref: "main",
  creatorId: null,
  url: null,
  createdAt: "2024-01-01T10:00:00Z",
  updatedAt: "2024-01-01T10:00:00Z",
};

async function save(statuses: readonly (Status & { readonly nodeId?: string })[], fields: Partial<DeploymentRow> = {}) {
  return await saving(workspace, "2024-02-01T00:00:00Z", async (tx, scope) => {
    const { idByGithubId } = await saveDeployments(tx, scope, [{ ...deployment, ...fields }]);
    return await saveDeploymentStatuses(
      tx,
      scope,
      statuses.map((status) => ({
        nodeId: status.githubId === null ? null : `DES_${status.githubId}`,
        description: null,
        logUrl: null,
        deploymentId: idByGithubId.get(5) ?? 0,
        ...status,
      })),
    );
  });
}

async function readDeployment(): Promise<unknown> {
  const found = await sql`
    select state, finished_at, sha, (select count(*) from pulse.deployment_statuses) as statuses from pulse.deployments
  `.execute(workspace.superDb);
  return found.rows[0];
}

const queued = { githubId: 1, state: "queued", createdAt: "2024-01-01T10:01:00Z" };
const inProgress = { githubId: 2, state: "IN_PROGRESS", createdAt: "2024-01-01T10:02:00Z" };
const success = { githubId: 3, state: "SUCCESS", createdAt: "2024-01-01T10:03:00Z" };
const inactive = { githubId: 4, state: "inactive", createdAt: "2024-01-07T10:00:00Z" };
const finishedAt = new Date("2024-01-01T10:03:00Z");

test("statuses in any order, and twice, give one end: the state of the latest, finished at the first success", async () => {
  for (const order of permutations([queued, inProgress, success, inactive])) {
    await workspace.clear();
    for (const status of [...order, ...order]) await save([status]);

    expect(await readDeployment()).toMatchObject({ state: "inactive", finishedAt, statuses: 4 });
  }
});

test("a deployment of which no status is known is pending", async () => {
  await save([]);

  expect(await readDeployment()).toMatchObject({ state: "pending", finishedAt: null });
});

test("one that failed, was tried again and succeeded is finished at its first success, and stays so at the next", async () => {
  await save([
    { ...queued, state: "failure" },
    success,
    { githubId: 9, state: "success", createdAt: "2024-01-02T00:00:00Z" },
  ]);

  expect(await readDeployment()).toMatchObject({ state: "success", finishedAt });
});

test("of two statuses in one second the later id counts", async () => {
  await save([
    { githubId: 8, state: "success", createdAt: success.createdAt },
    { githubId: 7, state: "in_progress", createdAt: success.createdAt },
  ]);

  expect(await readDeployment()).toMatchObject({ state: "success", finishedAt });
});

test("a status that GraphQL listed by its node id is the one that a webhook tells with both ids", async () => {
  await save([{ githubId: null, nodeId: "DES_3", state: "SUCCESS", createdAt: success.createdAt }]);

  const counts = await save([success]);

  expect(counts).toEqual({ added: 0, changed: 1, unchanged: 0, removed: 0 });
  expect(await readDeployment()).toMatchObject({ statuses: 1 });
});

test("an older version of a deployment overwrites nothing and undoes no status", async () => {
  await save([success], { sha: "b".repeat(40), updatedAt: "2024-01-03T00:00:00Z" });

  await save([]);

  expect(await readDeployment()).toMatchObject({ sha: "b".repeat(40), state: "success", finishedAt });
});

const recorded = z.object({
  DatabaseId: z.number(),
  CommitOid: z.string(),
  CreatedAt: z.string(),
  UpdatedAt: z.string(),
  Statuses: z.object({ nodes: z.array(z.object({ state: z.string(), updatedAt: z.string() })) }),
});

test.skipIf(!hasRealData)(
  "of two real deployments each was finished, although GitHub set the first to inactive when the second succeeded",
  async () => {
    // The others were recorded without their statuses.
    const answers = readRawAnswers("github_graphql_raw_tables/_raw_github_graphql_deployment.csv").flatMap((row) => {
      const parsed = recorded.safeParse(row);
      return parsed.success ? [parsed.data] : [];
    });

    await saving(workspace, "2026-03-01T00:00:00Z", async (tx, scope) => {
      const { idByGithubId } = await saveDeployments(
        tx,
        scope,
        answers.map((answer) => ({
          ...deployment,
          githubId: answer.DatabaseId,
          sha: answer.CommitOid,
          createdAt: answer.CreatedAt,
          updatedAt: answer.UpdatedAt,
        })),
      );
      await saveDeploymentStatuses(
        tx,
        scope,
        answers.flatMap((answer) =>
          answer.Statuses.nodes.map(({ state, updatedAt }, index) => ({
            deploymentId: idByGithubId.get(answer.DatabaseId) ?? 0,
            githubId: null,
            nodeId: `DES_${answer.DatabaseId}_${index}`,
            state,
            description: null,
            logUrl: null,
            createdAt: updatedAt,
          })),
        ),
      );
    });

    const found = await sql`
    select state, finished_at from pulse.deployments order by created_at
  `.execute(workspace.superDb);
    expect(found.rows).toEqual([
      { state: "inactive", finishedAt: new Date("2026-02-14T00:32:36Z") },
      { state: "success", finishedAt: new Date("2026-02-20T00:30:59Z") },
    ]);
  },
);
