import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SaveScope } from "./save-scope.ts";
import { saveTimelineEvents } from "./save-timeline-events.ts";

export type GoneItem = {
  readonly number: number;
  /** `owner/name#number` where the item was transferred to and we may see it; null when it was deleted or cannot be seen there. */
  readonly movedTo: string | null;
};

type Item = "issues" | "pull_requests";

// The only identifiers that reach the statement.
const tables = { issues: sql.id("pulse", "issues"), pull_requests: sql.id("pulse", "pull_requests") };

/** Marks items that GitHub says are gone; a transfer is noted in their timeline. Gives how many were marked. */
export async function markGoneItems(
  tx: Tx,
  scope: SaveScope,
  input: { readonly item: Item; readonly gone: readonly GoneItem[] },
): Promise<number> {
  if (input.gone.length === 0) return 0;
  const marked = await sql<{ id: number; number: number }>`
    update ${tables[input.item]}
    set deleted_at = ${scope.fetchedAt}::timestamptz,
      fetched_at = ${scope.fetchedAt}::timestamptz
    where repository_id = ${scope.repositoryId}
      and deleted_at is null
      and fetched_at <= ${scope.fetchedAt}::timestamptz
      and number = any(${input.gone.map((item) => item.number)}::integer[])
    returning id, number
  `.execute(tx);
  const idByNumber = new Map(marked.rows.map((row) => [row.number, row.id]));
  const transferred = input.gone.flatMap(({ number, movedTo }) => {
    const id = idByNumber.get(number);
    if (id === undefined || movedTo === null) return [];
    const parent =
      input.item === "issues" ? { issueId: id, pullRequestId: null } : { issueId: null, pullRequestId: id };
    return [
      {
        ...parent,
        nodeId: null,
        githubId: null,
        kind: "transferred" as const,
        actorId: null,
        subject: movedTo,
        createdAt: scope.fetchedAt,
      },
    ];
  });
  await saveTimelineEvents(tx, scope, transferred);
  return marked.rows.length;
}
