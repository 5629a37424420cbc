import type { Tx } from "@pulse/db";
import type { z } from "zod";

import { isProductionEnvironment } from "../../save/is-production-environment.ts";
import { saveAccounts } from "../../save/save-accounts.ts";
import { saveDeploymentStatuses } from "../../save/save-deployment-statuses.ts";
import { saveDeployments } from "../../save/save-deployments.ts";
import type { SaveScope } from "../../save/save-scope.ts";
import type { KindReader, PageCounts } from "../kind-reader.ts";
import { AccountBook, loginOf } from "./actor.ts";
import { completeLists, unfinished } from "./complete-lists.ts";
import { readListPage } from "./read-whole-list.ts";
import { deploymentsQuery, deploymentsSchema, deploymentStatusesPart } from "./small-list-queries.ts";

type StatusNode = z.output<typeof deploymentStatusesPart.node>;
type DeploymentNode = NonNullable<
  NonNullable<z.output<typeof deploymentsSchema>["repository"]>["items"]
>["nodes"][number];

const list = { query: deploymentsQuery, schema: deploymentsSchema };

// GitHub lists deployments by creation only, and a status can follow its deployment by days: they are read again for so long.
const lateStatusMs = 7 * 86_400_000;

export const deploymentReader: KindReader = {
  kind: "deployments",
  covers: ["deployments"],
  phases: ["recent", "backfill", "incremental", "sweep"],
  pageSize: { first: 100, most: 100 },
  fingerprintOf: (probe) => probe.fingerprints.deployments,
  readPage: async (ctx, input) => {
    const page = await readListPage(ctx, list, { first: input.pageSize, after: input.cursor.cursor });
    await completeStatuses(ctx, page.nodes, input.pageSize);
    const limitMs = input.since === null ? (input.from?.getTime() ?? null) : input.since.getTime() - lateStatusMs;
    const oldest = page.nodes.at(-1);
    const isTooOld = oldest !== undefined && limitMs !== null && Date.parse(oldest.createdAt) < limitMs;
    const next = page.pageInfo.hasNextPage ? { cursor: page.pageInfo.endCursor, position: {} } : null;
    return {
      save: async (tx, scope) => await saveDeploymentsPage(tx, scope, page.nodes),
      next,
      isDone: next === null || isTooOld,
      rows: page.nodes.length,
      total: page.totalCount ?? null,
    };
  },
};

async function completeStatuses(
  ctx: Parameters<typeof completeLists>[0],
  deployments: readonly DeploymentNode[],
  pageSize: number,
): Promise<void> {
  const lists = deployments.flatMap(({ id, statuses }) => {
    if (statuses === null) return [];
    return unfinished(id, deploymentStatusesPart, statuses, (nodes) => {
      statuses.nodes.push(...asStatuses(nodes));
      return [];
    });
  });
  await completeLists(ctx, lists, pageSize);
}

// The nodes were checked with the part's schema.
function asStatuses(nodes: readonly unknown[]): readonly StatusNode[] {
  return nodes as readonly StatusNode[];
}

async function saveDeploymentsPage(tx: Tx, scope: SaveScope, nodes: readonly DeploymentNode[]): Promise<PageCounts> {
  const book = new AccountBook();
  for (const node of nodes) book.note(node.creator);
  const accountIds = await saveAccounts(tx, scope, book.list());
  const known = nodes.flatMap((node) => (node.databaseId === null ? [] : [{ node, githubId: node.databaseId }]));
  const saved = await saveDeployments(
    tx,
    scope,
    known.map(({ node, githubId }) => {
      const environment = node.originalEnvironment ?? node.environment;
      return {
        githubId,
        environment,
        isProduction: isProductionEnvironment({ environment }),
        sha: node.commitOid,
        ref: node.ref?.name ?? null,
        creatorId: accountIds(loginOf(node.creator)),
        url: null,
        createdAt: node.createdAt,
        updatedAt: node.updatedAt,
      };
    }),
  );
  await saveDeploymentStatuses(
    tx,
    scope,
    known.flatMap(({ node, githubId }) => {
      const deploymentId = saved.idByGithubId.get(githubId);
      if (deploymentId === undefined) return [];
      return (node.statuses?.nodes ?? []).map(({ id, ...status }) => ({
        ...status,
        deploymentId,
        githubId: null,
        nodeId: id,
      }));
    }),
  );
  return { deployments: saved.counts };
}
