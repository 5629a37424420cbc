import type { Tx } from "@pulse/db";

import { saveMilestones } from "../save/save-milestones.ts";
import type { SaveScope } from "../save/save-scope.ts";
import { isDeleted } from "./deleted-facts.ts";
import type { PayloadMilestone } from "./payload/issue.ts";

/** Saves a milestone that a payload holds and gives its row; null for none, and for one that was deleted since. */
export async function applyMilestone(
  tx: Tx,
  scope: SaveScope,
  milestone: PayloadMilestone | null | undefined,
): Promise<number | null> {
  if (milestone === null || milestone === undefined) return null;
  if (await isDeleted(tx, scope, { kind: "milestone", githubId: milestone.id })) return null;
  const saved = await saveMilestones(tx, scope, {
    isComplete: false,
    rows: [
      {
        number: milestone.number,
        githubId: milestone.id,
        nodeId: milestone.node_id ?? null,
        title: milestone.title,
        description: milestone.description ?? null,
        state: milestone.state,
        dueAt: milestone.due_on ?? null,
        createdAt: milestone.created_at,
        closedAt: milestone.closed_at ?? null,
        updatedAt: milestone.updated_at,
      },
    ],
  });
  return saved.idByNumber.get(milestone.number) ?? null;
}
