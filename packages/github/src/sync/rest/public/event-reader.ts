import type { Tx } from "@pulse/db";
import { sql } from "kysely";

import { saveAccounts } from "../../../save/save-accounts.ts";
import { saveReviewRequests } from "../../../save/save-review-requests.ts";
import type { SaveScope } from "../../../save/save-scope.ts";
import { saveTimelineEvents, type TimelineEventRow } from "../../../save/save-timeline-events.ts";
import { toAccounts } from "../rest-fields.ts";
import { createListReader } from "./create-list-reader.ts";
import { eventKindOf, eventPeopleOf, eventShape, eventSubjectOf, eventTeamOf } from "./event-shape.ts";
import { findItems } from "./find-items.ts";

type Merge = { readonly pullRequestId: number; readonly accountId: number };

/** What happened to issues and pull requests, the asking for reviews included. Read after the items that it happened to. */
export const publicEventReader = createListReader({
  kind: "timeline_events",
  covers: ["timeline_events", "review_requests"],
  path: "issues/events?",
  schema: eventShape,
  instantOf: (event) => event.created_at,
  movesItem: true,
  save: async (tx, scope, { rows, owner }) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(rows.flatMap(eventPeopleOf)));
    const items = await findItems(
      tx,
      scope,
      rows.flatMap((event) => event.issue?.number ?? []),
    );
    const placed = rows.flatMap((event) => {
      const parent = items.get(event.issue?.number ?? 0);
      const kind = eventKindOf(event);
      return parent === undefined || kind === null ? [] : [{ event, parent, kind }];
    });
    const events = placed.map(({ event, parent, kind }): TimelineEventRow => ({
      ...parent,
      nodeId: event.node_id,
      githubId: event.id,
      kind,
      actorId: accountIds(event.actor?.login ?? null),
      subject: eventSubjectOf(event, owner),
      createdAt: event.created_at,
    }));
    const asked = placed.flatMap(({ event, parent: { pullRequestId }, kind }) => {
      if (pullRequestId === null) return [];
      const accountId = accountIds(event.requested_reviewer?.login ?? null);
      return [{ kind, event, reviewer: { pullRequestId, accountId, teamSlug: eventTeamOf(event, owner) } }];
    });
    await saveMergers(tx, scope, events);
    return {
      timeline_events: await saveTimelineEvents(tx, scope, events),
      review_requests: await saveReviewRequests(tx, scope, {
        requests: asked
          .filter(({ kind }) => kind === "review_requested")
          .map(({ event, reviewer }) => ({
            ...reviewer,
            nodeId: event.node_id,
            requestedById: accountIds(event.actor?.login ?? null),
            requestedAt: event.created_at,
          })),
        removals: asked
          .filter(({ kind }) => kind === "review_request_removed")
          .map(({ event, reviewer }) => ({ ...reviewer, removedAt: event.created_at })),
      }),
    };
  },
});

/** Lists of pull requests do not tell who merged; the event does. */
async function saveMergers(tx: Tx, scope: SaveScope, events: readonly TimelineEventRow[]): Promise<void> {
  const merges = events.flatMap(({ kind, pullRequestId, actorId }): readonly Merge[] =>
    kind === "merged" && pullRequestId !== null && actorId !== null ? [{ pullRequestId, accountId: actorId }] : [],
  );
  if (merges.length === 0) return;
  await sql`
    update pulse.pull_requests as pull_request
    set merged_by_id = merge."accountId"
    from json_to_recordset(${JSON.stringify(merges)}::json) as merge ("pullRequestId" bigint, "accountId" bigint)
    where pull_request.repository_id = ${scope.repositoryId}
      and pull_request.id = merge."pullRequestId"
      and pull_request.merged_at is not null
      and pull_request.merged_by_id is null
  `.execute(tx);
}
