import { enterWorkspace, type Tx } from "@pulse/db";
import { computeMetrics } from "@pulse/metrics";
import { sql } from "kysely";

// One or two of everything that numbers are computed from.
const metrics = [
  "issue.opened",
  "issue.time_to_close",
  "pr.merged",
  "pr.cycle_time",
  "team.reviews",
  "team.commits",
  "ci.success_rate",
  "dora.deployment_frequency",
];

type Workspace = { readonly id: number; readonly slug: string; readonly userId: string };

/**
 * Numbers of every workspace, each as one of its members sees them, over the last 90 days that are known at `now`: what a backup and its
 * restore are compared by. Reads only.
 */
export async function readInstallationFigures(
  tx: Tx,
  { now }: { readonly now: Date },
): Promise<Readonly<Record<string, unknown>>> {
  const figures: Record<string, unknown> = {};
  for (const { id, slug, userId } of await listWorkspaces(tx)) {
    await enterWorkspace(tx, { workspaceId: id, userId });
    const answers = await computeMetrics(tx, {
      workspaceId: id,
      now,
      metrics: metrics.map((metric) => ({ metric })),
    });
    for (const { metric, from, to, n, value } of answers) {
      figures[`${metric} of ${slug} from ${from} to ${to}`] = { n, value };
    }
  }
  return figures;
}

async function listWorkspaces(tx: Tx): Promise<readonly Workspace[]> {
  await sql`select set_config('role', 'service_role', true)`.execute(tx);
  const found = await sql<Workspace>`
    select distinct on (workspace.id) workspace.id, workspace.slug, membership.user_id
    from pulse.workspaces as workspace
    join pulse.memberships as membership
      on membership.workspace_id = workspace.id
    order by workspace.id, membership.user_id
  `.execute(tx);
  return found.rows;
}
