import { sql } from "kysely";
import { z } from "zod";

import { saveTimelineEvents } from "../../save/save-timeline-events.ts";
import { applyIssue } from "../apply-issue.ts";
import { defineHandler, done, type Applied, type ApplyContext, type LiveSubject } from "../event-handler.ts";
import { itemPeople } from "../item-row.ts";
import { itemTimeline } from "../item-timeline.ts";
import { liveSubject } from "../live-subject.ts";
import { issueSchema, labelSchema, milestoneSchema } from "../payload/issue.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({
  action: z.string(),
  issue: issueSchema,
  label: labelSchema.nullish().catch(null),
  assignee: userSchema,
  milestone: milestoneSchema.nullish().catch(null),
  changes: z.looseObject({}).nullish(),
  sender: userSchema,
});

type Payload = z.output<typeof schema>;

const liveKinds: Readonly<Record<string, string>> = {
  opened: "issue.opened",
  closed: "issue.closed",
  reopened: "issue.reopened",
};

export const issuesHandler = defineHandler({
  event: "issues",
  schema,
  people: (payload) => [...itemPeople(payload.issue), payload.assignee, payload.sender],
  apply: applyIssues,
});

async function applyIssues(ctx: ApplyContext, payload: Payload): Promise<Applied> {
  const { action, issue } = payload;
  const applied = await applyIssue(ctx, issue);
  const event = itemTimeline(
    { ...payload, item: issue, isRenamed: payload.changes?.["title"] !== undefined },
    { accountOf: ctx.accountOf, issueId: applied.id, pullRequestId: null },
  );
  if (event !== null) await saveTimelineEvents(ctx.tx, ctx.scope, [event]);
  if (action === "deleted" || action === "transferred") await markDeleted(ctx, payload, applied.id);
  return done(`issue #${issue.number} ${action}${applied.isGone ? ", deleted since" : ""}`, {
    changed: event === null ? ["issues"] : ["issues", "timeline_events"],
    live: applied.isGone ? [] : liveOf(ctx, payload),
    refresh: applied.isUndecided ? `issue #${issue.number} has two states of one second` : null,
  });
}

// The payload is the last state there was, so nothing that happened before is later than this instant, whatever our own clock says.
async function markDeleted(ctx: ApplyContext, { issue }: Payload, id: number): Promise<void> {
  await sql`
    update pulse.issues
    set deleted_at = greatest(${ctx.scope.fetchedAt}::timestamptz, ${issue.updated_at}::timestamptz)
    where repository_id = ${ctx.scope.repositoryId}
      and id = ${id}
  `.execute(ctx.tx);
}

function liveOf(ctx: ApplyContext, { action, issue, sender }: Payload): readonly LiveSubject[] {
  const kind = liveKinds[action];
  if (kind === undefined) return [];
  return [liveSubject(ctx, kind, { number: issue.number, title: issue.title, actor: sender })];
}
