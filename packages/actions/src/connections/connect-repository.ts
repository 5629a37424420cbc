import { withService, type Tx } from "@pulse/db";
import {
  enterRepository,
  findRepositoryByGithubId,
  listRateBudgets,
  lockRepository,
  parseRepositoryName,
  queueRun,
  type ConnectionRow,
  type RateBudget,
  type RepositoryAccess,
} from "@pulse/github";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction, type RunContext } from "../action.ts";
import { chooseConnection } from "./choose-connection.ts";
import { depthStart, depths, type Depth } from "./depth.ts";

/** Checks what the connection may read, in words, and begins to read the repository. Connecting again widens the depth or changes the connection. */
export const connectRepository = defineAction({
  name: "connect_repository",
  summary: "Check access to a repository on GitHub, say what is missing, and begin to read it",
  scope: "write",
  input: z.object({
    repository: z.string().describe("the repository, as OWNER/NAME"),
    connection: z
      .string()
      .trim()
      .min(1)
      .optional()
      .describe("the connection to read it with; the first that sees it unless given"),
    depth: z
      .enum(depths)
      .optional()
      .describe("how far back to read; a year unless given, and as before when it is connected already"),
  }),
  run: async (ctx, input) => {
    const repository = parseRepositoryName(input.repository);
    const { connection, access } = await chooseConnection(ctx, { repository, name: input.connection ?? null });
    refuseWithoutRights(access, connection);
    const stored = await withService(
      ctx.db,
      async (tx) => await track(ctx, tx, { access, connection, depth: input.depth }),
    );
    const { limits } = await withService(ctx.db, (tx) => listRateBudgets(tx, ctx.actor.workspaceId));
    const limit = limits.find((budget) => budget.connectionId === connection.id && budget.resource === "core");
    return {
      ...stored,
      limit: limit ?? null,
      connection: connection.name,
      visibility: access.visibility,
      isArchived: access.isArchived,
      rights: access.rights,
      warnings: warningsFor({ asked: repository.fullName, access, connection, limit }),
    };
  },
});

type Tracked = {
  readonly repository: string;
  readonly isNew: boolean;
  /** Null: from the repository's beginning. */
  readonly readsFrom: Date | null;
  readonly runId: number;
};

async function track(
  ctx: RunContext,
  tx: Tx,
  input: { readonly access: RepositoryAccess; readonly connection: ConnectionRow; readonly depth: Depth | undefined },
): Promise<Tracked> {
  const { access, connection } = input;
  const { workspaceId } = ctx.actor;
  const now = ctx.clock.now();
  const fullName = `${access.owner}/${access.name}`;
  // A repository that was renamed since is the row it always was.
  const known = await findRepositoryByGithubId(tx, { workspaceId, githubId: access.githubId });
  if (known !== null) await lockRepository(tx, known);
  const { id } =
    known ??
    (await enterRepository(tx, {
      workspaceId,
      repository: { owner: access.owner, name: access.name, fullName },
      fetchedAt: now.toISOString(),
    }));
  const before = await sql<Before>`
    select is_tracked, connection_id, backfill_from, full_name, github_id
    from pulse.repositories
    where id = ${id}
    for no key update
  `.execute(tx);
  const [row] = before.rows;
  if (row === undefined) throw new AppError("conflict", `${fullName} was removed meanwhile. Try again`);
  refuseAnother(row, access);
  const readsFrom = startOf({ depth: input.depth, now, row });
  const isWider = row.isTracked && row.backfillFrom !== null && (readsFrom === null || readsFrom < row.backfillFrom);
  await sql`
    update pulse.repositories
    set
      github_id = coalesce(github_id, ${access.githubId}),
      connection_id = ${connection.id},
      is_tracked = true,
      access = 'ok',
      access_detail = null,
      access_checked_at = ${now},
      backfill_from = ${readsFrom},
      deleted_at = null
    where id = ${id}
  `.execute(tx);
  const trigger = isWider ? "widened" : row.isTracked ? "manual" : "connected";
  const run = await queueRun(tx, { workspaceId, repositoryId: id, trigger });
  ctx.note({
    before:
      known === null ? null : { isTracked: row.isTracked, connectionId: row.connectionId, readsFrom: row.backfillFrom },
    after: { repository: row.fullName, isTracked: true, connectionId: connection.id, readsFrom },
  });
  return { repository: row.fullName, isNew: !row.isTracked, readsFrom, runId: run.id };
}

type Before = {
  readonly isTracked: boolean;
  readonly connectionId: number | null;
  readonly backfillFrom: Date | null;
  readonly fullName: string;
  readonly githubId: number | null;
};

/** A repository that was deleted and made again is another one: its facts must not be mixed with those of the old. */
function refuseAnother(row: Before, access: RepositoryAccess): void {
  if (row.githubId === null || row.githubId === access.githubId) return;
  throw new AppError(
    "conflict",
    `GitHub now gives the name ${row.fullName} to another repository than the one that was read under it. ` +
      `To forget the old one, run ./pulse repo remove ${row.fullName}; then connect the new one`,
    { details: { reason: "another_repository", storedId: row.githubId, githubId: access.githubId } },
  );
}

/** Nobody makes what was read shallower again by connecting without a depth, or with a smaller one. */
function startOf(input: {
  readonly depth: Depth | undefined;
  readonly now: Date;
  readonly row: { readonly isTracked: boolean; readonly backfillFrom: Date | null };
}): Date | null {
  const { depth, now, row } = input;
  if (!row.isTracked) return depthStart(depth ?? "1y", now);
  const wanted = depth === undefined ? row.backfillFrom : depthStart(depth, now);
  if (wanted === null || row.backfillFrom === null) return null;
  return wanted < row.backfillFrom ? wanted : row.backfillFrom;
}

function refuseWithoutRights(access: RepositoryAccess, connection: ConnectionRow): void {
  const missing = access.rights.filter((right) => right.isRequired && !right.isGranted);
  if (missing.length === 0) return;
  throw new AppError(
    "forbidden",
    `The connection "${connection.name}" sees ${access.owner}/${access.name} but may not read what is needed:\n` +
      `${missing.map((right) => `  ${right.missing ?? right.kind}`).join("\n")}\nChange its rights at GitHub and connect again`,
    { details: { reason: "rights", missing: missing.map((right) => right.kind) } },
  );
}

function warningsFor(input: {
  readonly asked: string;
  readonly access: RepositoryAccess;
  readonly connection: ConnectionRow;
  readonly limit: RateBudget | undefined;
}): readonly string[] {
  const { access, connection } = input;
  const fullName = `${access.owner}/${access.name}`;
  const missing = access.rights.flatMap((right) => (right.missing === null ? [] : [`Not read: ${right.missing}`]));
  return [
    ...(fullName.toLowerCase() === input.asked.toLowerCase() ? [] : [`${input.asked} is called ${fullName} now`]),
    ...(access.isArchived ? [`${fullName} is archived at GitHub: nothing new will come`] : []),
    ...(connection.kind === "anonymous"
      ? [
          "Without a token GitHub allows 60 requests an hour and answers no queries: reading takes long and leaves much out. Save one, then connect again: ./pulse connection save main --token-stdin",
        ]
      : []),
    ...(isAlmostUsed(input.limit)
      ? [
          `Few requests are left to "${connection.name}" in this hour: reading goes on at ${input.limit.resetAt.toISOString()}`,
        ]
      : []),
    ...missing,
  ];
}

function isAlmostUsed(limit: RateBudget | undefined): limit is RateBudget & { readonly resetAt: Date } {
  if (limit === undefined || limit.quota === null || limit.remaining === null || limit.resetAt === null) return false;
  return limit.remaining < limit.quota / 4;
}
