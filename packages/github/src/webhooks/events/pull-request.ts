import { z } from "zod";

import { savePullRequests } from "../../save/save-pull-requests.ts";
import { saveReviewRequests } from "../../save/save-review-requests.ts";
import { saveTimelineEvents, type TimelineEventRow } from "../../save/save-timeline-events.ts";
import { applyMilestone } from "../apply-milestone.ts";
import { defineHandler, done, type ApplyContext, type LiveSubject } from "../event-handler.ts";
import { findPullRequest } from "../find-item.ts";
import { itemPeople, itemRow } from "../item-row.ts";
import { itemTimeline } from "../item-timeline.ts";
import { liveSubject } from "../live-subject.ts";
import { labelSchema, milestoneSchema } from "../payload/issue.ts";
import { pullRequestSchema } from "../payload/pull-request.ts";
import { userSchema } from "../payload/user.ts";

const schema = z.object({
  action: z.string(),
  pull_request: pullRequestSchema,
  label: labelSchema.nullish().catch(null),
  assignee: userSchema,
  milestone: milestoneSchema.nullish().catch(null),
  requested_reviewer: userSchema,
  requested_team: z.object({ slug: z.string() }).nullish().catch(null),
  changes: z.looseObject({}).nullish(),
  sender: userSchema,
});

type Payload = z.output<typeof schema>;

const liveKinds: Readonly<Record<string, string>> = {
  opened: "pull_request.opened",
  closed: "pull_request.closed",
  reopened: "pull_request.reopened",
  ready_for_review: "pull_request.ready",
};

// What came into being or moved with these is in no payload: commits, and which files changed.
const withNewCommits = new Set(["opened", "reopened", "synchronize"]);

export const pullRequestHandler = defineHandler({
  event: "pull_request",
  schema,
  people: (payload) => [
    ...itemPeople(payload.pull_request),
    payload.pull_request.merged_by,
    payload.assignee,
    payload.requested_reviewer,
    payload.sender,
  ],
  apply: async (ctx, payload) => {
    const { action, pull_request: pull } = payload;
    const saved = await savePull(ctx, payload);
    const events = timelineOf(ctx, payload, saved.id);
    await saveTimelineEvents(ctx.tx, ctx.scope, events);
    await applyReviewRequest(ctx, payload, saved.id);
    return done(`pull request #${pull.number} ${action}`, {
      changed: events.length === 0 ? ["pull_requests"] : ["pull_requests", "timeline_events"],
      live: liveOf(ctx, payload),
      refresh: refreshReason(payload, saved.isUndecided),
    });
  },
});

type Saved = { readonly id: number; readonly isUndecided: boolean };

async function savePull(ctx: ApplyContext, { pull_request: pull }: Payload): Promise<Saved> {
  const stored = await findPullRequest(ctx.tx, ctx.scope, pull.number);
  const milestoneId = await applyMilestone(ctx.tx, ctx.scope, pull.milestone);
  const mergedAt = pull.merged_at ?? null;
  const saved = await savePullRequests(ctx.tx, ctx.scope, {
    hasDetails: true,
    rows: [
      {
        ...itemRow(pull, { accountOf: ctx.accountOf, milestoneId }),
        state: mergedAt === null ? pull.state : "merged",
        isDraft: pull.draft ?? false,
        baseRef: pull.base.ref ?? null,
        baseSha: pull.base.sha ?? null,
        headRef: pull.head.ref ?? null,
        headSha: pull.head.sha ?? null,
        headRepository: pull.head.repo?.full_name ?? null,
        mergedAt,
        mergedById: ctx.accountOf(pull.merged_by),
        // Before the merge this is a commit that GitHub made to try it.
        mergeCommitSha: mergedAt === null ? null : (pull.merge_commit_sha ?? null),
        additions: pull.additions ?? null,
        deletions: pull.deletions ?? null,
        changedFiles: pull.changed_files ?? null,
      },
    ],
  });
  const id = saved.idByNumber.get(pull.number);
  if (id === undefined) throw new Error("a saved pull request has no id");
  const isSameSecond = stored?.updatedAt.getTime() === Date.parse(pull.updated_at);
  return { id, isUndecided: isSameSecond && saved.counts.changed > 0 };
}

function timelineOf(ctx: ApplyContext, payload: Payload, pullRequestId: number): readonly TimelineEventRow[] {
  const { pull_request: pull, sender } = payload;
  const event = itemTimeline(
    { ...payload, item: pull, isRenamed: payload.changes?.["title"] !== undefined },
    { accountOf: ctx.accountOf, issueId: null, pullRequestId },
  );
  if (event !== null && event.kind === "closed" && pull.merged_at !== null && pull.merged_at !== undefined) {
    return [event, { ...event, kind: "merged", createdAt: pull.merged_at }];
  }
  const asked = reviewRequestKind(payload.action);
  const subject = reviewerOf(ctx, payload).name;
  if (asked === null || subject === null) return event === null ? [] : [event];
  return [
    {
      issueId: null,
      pullRequestId,
      nodeId: null,
      githubId: null,
      kind: asked,
      actorId: ctx.accountOf(sender),
      subject,
      createdAt: pull.updated_at,
    },
  ];
}

async function applyReviewRequest(ctx: ApplyContext, payload: Payload, pullRequestId: number): Promise<void> {
  const kind = reviewRequestKind(payload.action);
  const { accountId, teamSlug, name } = reviewerOf(ctx, payload);
  if (kind === null || name === null) return;
  const at = payload.pull_request.updated_at;
  const reviewer = { pullRequestId, accountId, teamSlug };
  const request = { ...reviewer, nodeId: null, requestedById: ctx.accountOf(payload.sender), requestedAt: at };
  await saveReviewRequests(ctx.tx, ctx.scope, {
    requests: kind === "review_requested" ? [request] : [],
    removals: kind === "review_requested" ? [] : [{ ...reviewer, removedAt: at }],
  });
}

function reviewRequestKind(action: string): "review_requested" | "review_request_removed" | null {
  return action === "review_requested" || action === "review_request_removed" ? action : null;
}

type AskedReviewer = {
  readonly accountId: number | null;
  readonly teamSlug: string | null;
  readonly name: string | null;
};

function reviewerOf(ctx: ApplyContext, payload: Payload): AskedReviewer {
  const { requested_reviewer: person, requested_team: team } = payload;
  if (person !== null) return { accountId: ctx.accountOf(person), teamSlug: null, name: person.login };
  if (team === null || team === undefined) return { accountId: null, teamSlug: null, name: null };
  const teamSlug = `${ctx.repository.fullName.split("/")[0]}/${team.slug}`;
  return { accountId: null, teamSlug, name: teamSlug };
}

function refreshReason({ action, pull_request: pull }: Payload, isUndecided: boolean): string | null {
  if (withNewCommits.has(action)) return `commits and files of #${pull.number}`;
  return isUndecided ? `pull request #${pull.number} has two states of one second` : null;
}

function liveOf(ctx: ApplyContext, { action, pull_request: pull, sender }: Payload): readonly LiveSubject[] {
  const isMerged = action === "closed" && pull.merged_at !== null && pull.merged_at !== undefined;
  const kind = isMerged ? "pull_request.merged" : liveKinds[action];
  if (kind === undefined) return [];
  return [liveSubject(ctx, kind, { number: pull.number, title: pull.title, actor: sender })];
}
