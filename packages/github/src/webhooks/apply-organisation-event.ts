import type { Tx } from "@pulse/db";
import { sql } from "kysely";
import { z } from "zod";

import { applyMembership } from "./apply-membership.ts";
import type { ClaimedDelivery } from "./claim-deliveries.ts";
import { parseBody } from "./read-delivery.ts";
import { requestRefresh } from "./request-refresh.ts";

type Applied = { readonly kind: "processed" | "ignored"; readonly outcome: string };
type Context = { readonly tx: Tx };
type Apply = (ctx: Context, delivery: ClaimedDelivery, payload: unknown) => Promise<Applied>;

// Events that are not about one repository, or more than about one.
const appliers: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ["ping", async () => ({ kind: "processed", outcome: "GitHub reaches this address" })],
  ["installation", applyInstallation],
  ["installation_repositories", applyInstallationRepositories],
  ["installation_target", applyTeams],
  ["team", applyTeams],
  ["team_add", applyTeams],
  ["membership", applyTeams],
  ["member", applyTeams],
  ["organization", applyTeams],
]);

export function isOrganisationEvent(event: string): boolean {
  return appliers.has(event);
}

/** Applies an event of an organisation, an installation or a hook itself. */
export async function applyOrganisationEvent(ctx: Context, delivery: ClaimedDelivery): Promise<Applied> {
  const apply = appliers.get(delivery.event);
  if (apply === undefined) throw new RangeError(`${delivery.event} is no event of an organisation`);
  return await apply(ctx, delivery, parseBody(delivery.body));
}

const installationSchema = z.object({
  action: z.string(),
  installation: z.object({ id: z.int().positive(), suspended_at: z.string().nullish() }),
});

/** Taken away or suspended: nothing is read with it any more, and people see why. */
async function applyInstallation(ctx: Context, delivery: ClaimedDelivery, payload: unknown): Promise<Applied> {
  const parsed = installationSchema.safeParse(payload);
  if (!parsed.success) return { kind: "ignored", outcome: "not the shape of installation" };
  const { action, installation } = parsed.data;
  const { status, detail } = statusOf(action, installation.suspended_at ?? null);
  const changed = await sql<{ id: number }>`
    update pulse.connections
    set status = ${status},
      status_detail = ${detail},
      checked_at = ${delivery.fetchedAt}::timestamptz,
      updated_at = now()
    where installation_id = ${installation.id}
      and (${delivery.connectionId}::bigint is null or id = ${delivery.connectionId})
      and status <> 'revoked'
      and (checked_at is null or checked_at <= ${delivery.fetchedAt}::timestamptz)
    returning id
  `.execute(ctx.tx);
  const connectionIds = changed.rows.map((row) => row.id);
  if (connectionIds.length === 0) return { kind: "ignored", outcome: "no connection uses this installation" };
  if (status !== "active") {
    const access = status === "revoked" ? "uninstalled" : "forbidden";
    await loseAccess(ctx, { connectionIds, access, detail: detail ?? "", githubIds: null });
  }
  return { kind: "processed", outcome: `installation ${action}` };
}

function statusOf(
  action: string,
  suspendedAt: string | null,
): { readonly status: "active" | "revoked" | "forbidden"; readonly detail: string | null } {
  if (action === "deleted") {
    return {
      status: "revoked",
      detail:
        "The GitHub App was uninstalled, so its numbers are hidden. Install it again, and save the connection with the new installation",
    };
  }
  if (action === "suspend" || (action !== "unsuspend" && suspendedAt !== null)) {
    return {
      status: "forbidden",
      detail: "The installation of the GitHub App is suspended. Its owner can lift that on GitHub",
    };
  }
  return { status: "active", detail: null };
}

const repositoriesSchema = z.object({
  action: z.string(),
  installation: z.object({ id: z.int().positive() }),
  repositories_added: z.array(z.object({ id: z.int().positive() })).default([]),
  repositories_removed: z.array(z.object({ id: z.int().positive() })).default([]),
});

async function applyInstallationRepositories(
  ctx: Context,
  delivery: ClaimedDelivery,
  payload: unknown,
): Promise<Applied> {
  const parsed = repositoriesSchema.safeParse(payload);
  if (!parsed.success) return { kind: "ignored", outcome: "not the shape of installation_repositories" };
  const { installation, repositories_added: added, repositories_removed: removed } = parsed.data;
  const found = await sql<{ id: number }>`
    select id
    from pulse.connections
    where installation_id = ${installation.id}
      and (${delivery.connectionId}::bigint is null or id = ${delivery.connectionId})
    order by id
  `.execute(ctx.tx);
  const connectionIds = found.rows.map((row) => row.id);
  if (connectionIds.length === 0) return { kind: "ignored", outcome: "no connection uses this installation" };
  const detail = "The GitHub App no longer has this repository. Give it back in the settings of the installation";
  await loseAccess(ctx, { connectionIds, access: "forbidden", detail, githubIds: removed.map((row) => row.id) });
  await askAgain(ctx, { connectionIds, githubIds: added.map((row) => row.id) });
  return { kind: "processed", outcome: `${added.length} repositories added, ${removed.length} removed` };
}

type Losing = {
  readonly connectionIds: readonly number[];
  readonly access: "forbidden" | "uninstalled";
  readonly detail: string;
  /** Null: every one that they serve. */
  readonly githubIds: readonly number[] | null;
};

async function loseAccess(ctx: Context, { connectionIds, access, detail, githubIds }: Losing): Promise<void> {
  await sql`
    update pulse.repositories
    set access = ${access},
      access_detail = ${detail},
      access_checked_at = now()
    where connection_id = any(${connectionIds}::bigint[])
      and is_tracked
      and (${githubIds === null} or github_id = any(${githubIds ?? []}::bigint[]))
  `.execute(ctx.tx);
}

/** What was given is believed only when it was read: sync proves access by the credential itself. */
async function askAgain(
  ctx: Context,
  input: { readonly connectionIds: readonly number[]; readonly githubIds: readonly number[] },
): Promise<void> {
  const found = await sql<{ id: number; workspaceId: number }>`
    select id, workspace_id
    from pulse.repositories
    where connection_id = any(${input.connectionIds}::bigint[])
      and github_id = any(${input.githubIds}::bigint[])
      and is_tracked
    order by id
  `.execute(ctx.tx);
  for (const repository of found.rows)
    await requestRefresh(ctx.tx, { ...repository, reason: "it was given to the GitHub App" });
}

const organisationSchema = z.object({
  organization: z.object({ login: z.string() }).nullish(),
  repository: z.object({ owner: z.object({ login: z.string() }) }).nullish(),
});

/** Teams and who belongs to them: a payload dates one change of a list, sync reads the list. */
async function applyTeams(ctx: Context, delivery: ClaimedDelivery, payload: unknown): Promise<Applied> {
  const parsed = organisationSchema.safeParse(payload);
  const owner = parsed.data?.organization?.login ?? parsed.data?.repository?.owner.login;
  if (owner === undefined) return { kind: "ignored", outcome: `not the shape of ${delivery.event}` };
  // One repository of each workspace is enough: teams are read with any of them.
  const found = await sql<{ id: number; workspaceId: number }>`
    select distinct on (workspace_id) id, workspace_id
    from pulse.repositories
    where is_tracked
      and lower(owner) = lower(${owner})
      and (${delivery.connectionId}::bigint is null or connection_id = ${delivery.connectionId})
    order by workspace_id, id
  `.execute(ctx.tx);
  if (found.rows.length === 0) return { kind: "ignored", outcome: `no workspace tracks a repository of ${owner}` };
  for (const { id, workspaceId } of found.rows) {
    await applyMembership(ctx.tx, { workspaceId, fetchedAt: delivery.fetchedAt }, payload);
    await requestRefresh(ctx.tx, { id, workspaceId, reason: `teams of ${owner}` });
  }
  return { kind: "processed", outcome: `teams of ${owner} are to be read` };
}
