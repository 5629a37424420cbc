import { AppError } from "@pulse/kit";

import { toMergeCommit } from "../load/load-history.ts";
import { renderAccount, renderTeam } from "../rest/render-account.ts";
import { isTeam, renderPull } from "../rest/render-pull.ts";
import { renderReview, renderReviewComment } from "../rest/render-review.ts";
import type { Account, Team } from "../world/account.ts";
import { addItem, ensureAccount, getRepository, nowIn, takeId } from "../world/create-world.ts";
import { inventSha } from "../world/hash.ts";
import type { ChangedFile, Commit, PullRequest, Review, ReviewState } from "../world/item.ts";
import { fullNameOf } from "../world/repository.ts";
import { announceItem } from "./announce-item.ts";
import { describe, newItem, type NewIssue } from "./item-plays.ts";
import { actOnPull, happen, type Act, type PlayContext } from "./play-context.ts";
import { pushTo } from "./push-to.ts";

type On = { readonly repository: string; readonly number: number; readonly by: string };

export type NewPull = NewIssue & {
  readonly isDraft?: boolean;
  readonly head?: string;
  readonly base?: string;
  /** How many commits; one when not said. */
  readonly commits?: number;
  readonly files?: readonly ChangedFile[];
};

export type NewReview = On & {
  readonly state: ReviewState;
  readonly body?: string;
  readonly comments?: readonly { readonly body: string; readonly path?: string; readonly inReplyTo?: number }[];
};

/** What people do with pull requests only. */
export function createPullPlays(ctx: PlayContext) {
  return {
    openPull(input: NewPull): PullRequest {
      const repository = getRepository(ctx.world, input.repository);
      const by = ensureAccount(ctx.world, input.by);
      const at = nowIn(ctx.world);
      const begun = newItem(repository, "PR");
      const base = repository.commits.at(-1)?.sha ?? inventSha(`${input.repository} root`);
      const fullName = fullNameOf(repository);
      const item: PullRequest = {
        kind: "pull",
        ...begun,
        ...describe(repository, input),
        author: by,
        createdAt: at,
        updatedAt: at,
        isDraft: input.isDraft ?? false,
        mergedAt: null,
        mergedBy: null,
        mergeSha: null,
        base: { ref: input.base ?? repository.defaultBranch, sha: base, repository: fullName },
        head: { ref: input.head ?? `change-${begun.number}`, sha: base, repository: fullName },
        reviews: [],
        requested: [],
        commits: [],
        files: [...(input.files ?? [{ path: "README.md", status: "modified", additions: 3, deletions: 1 }])],
      };
      const act = { ctx, repository, item, by, at };
      addCommits(act, input.commits ?? 1);
      addItem(ctx.world, repository, item);
      announceItem(act, "opened");
      return item;
    },
    pushCommits(on: On & { readonly commits?: number; readonly isForced?: boolean }): void {
      const act = actOnPull(ctx, on);
      const before = act.item.head.sha;
      if (on.isForced === true) act.item.commits = [];
      addCommits(act, on.commits ?? 1);
      const after = act.item.head.sha;
      happen(act, on.isForced === true ? { kind: "head_ref_force_pushed", sha: after } : null);
      announceItem(act, "synchronize", { before, after });
    },
    merge(on: On): void {
      const act = actOnPull(ctx, on);
      const { item, repository } = act;
      if (item.closedAt !== null)
        throw new AppError("conflict", `#${on.number} is closed: GitHub merges open ones only`);
      item.mergedAt = act.at;
      item.closedAt = act.at;
      item.mergedBy = act.by;
      item.closedBy = act.by;
      item.mergeSha = inventSha(`${on.repository} merge ${on.number} ${act.at}`);
      happen(act, { kind: "merged", sha: item.mergeSha });
      happen(act, { kind: "closed" });
      announceItem(act, "closed");
      if (item.base.ref === repository.defaultBranch) {
        const parent = repository.commits.at(-1)?.sha ?? item.base.sha;
        pushTo(ctx, { repository, by: act.by, commit: toMergeCommit(repository, { pull: item, parent }) });
      }
    },
    convertToDraft(on: On): void {
      const act = actOnPull(ctx, on);
      act.item.isDraft = true;
      happen(act, { kind: "convert_to_draft" });
      announceItem(act, "converted_to_draft");
    },
    markReady(on: On): void {
      const act = actOnPull(ctx, on);
      act.item.isDraft = false;
      happen(act, { kind: "ready_for_review" });
      announceItem(act, "ready_for_review");
    },
    requestReview(on: On & { readonly of: string }): void {
      const act = actOnPull(ctx, on);
      const subject = findSubject(act, on.of);
      act.item.requested = [...act.item.requested.filter((one) => one !== subject), subject];
      happen(act, { kind: "review_requested", subject });
      announceItem(act, "review_requested", requestedIn(act, subject));
    },
    removeReviewRequest(on: On & { readonly of: string }): void {
      const act = actOnPull(ctx, on);
      const subject = findSubject(act, on.of);
      act.item.requested = act.item.requested.filter((one) => one !== subject);
      happen(act, { kind: "review_request_removed", subject });
      announceItem(act, "review_request_removed", requestedIn(act, subject));
    },
    /** Also late, on one that is closed: that moves its `updated_at` like any other. */
    review(on: NewReview): Review {
      const act = actOnPull(ctx, on);
      const review = toReview(act, on);
      act.item.reviews.push(review);
      act.item.requested = act.item.requested.filter((one) => one !== act.by);
      happen(act, null);
      announceReview(act, review, "submitted");
      for (const comment of review.comments) announceReviewComment(act, { review, comment });
      return review;
    },
    dismissReview(on: On & { readonly id: number; readonly message?: string }): void {
      const act = actOnPull(ctx, on);
      const review = act.item.reviews.find((one) => one.id === on.id);
      if (review === undefined) throw new AppError("not_found", `The replica has no review ${on.id} on #${on.number}`);
      const dismissed = { reviewId: review.id, state: review.state, message: on.message ?? "" };
      review.state = "DISMISSED";
      review.updatedAt = act.at;
      happen(act, { kind: "review_dismissed", dismissed });
      announceReview(act, review, "dismissed");
    },
  };
}

function addCommits(act: Act<PullRequest>, count: number): void {
  const { item, by, at, repository } = act;
  for (let index = 0; index < count; index += 1) {
    const sha = inventSha(`${fullNameOf(repository)} #${item.number} ${at} ${item.commits.length} ${item.head.sha}`);
    const commit: Commit = {
      sha,
      message: `${item.title}, part ${item.commits.length + 1}`,
      author: by,
      authorName: by.name ?? by.login,
      authorEmail: by.email ?? `${by.login}@example.com`,
      authoredAt: at,
      committer: by,
      committerName: by.name ?? by.login,
      committerEmail: by.email ?? `${by.login}@example.com`,
      committedAt: at,
      parents: [item.commits.at(-1)?.sha ?? item.base.sha],
      additions: 3,
      deletions: 1,
      changedFiles: 1,
    };
    item.commits = [...item.commits, commit];
    item.head = { ...item.head, sha };
  }
}

function findSubject({ ctx, repository }: Act, name: string): Account | Team {
  const team = ctx.world.teams.find((one) => one.organisation === repository.owner && one.slug === name);
  return team ?? ensureAccount(ctx.world, name);
}

function requestedIn({ ctx }: Act, subject: Account | Team) {
  return isTeam(subject)
    ? { requested_team: renderTeam(ctx.urls(), subject) }
    : { requested_reviewer: renderAccount(ctx.urls(), subject) };
}

function toReview({ repository, item, by, at }: Act<PullRequest>, input: NewReview): Review {
  return {
    id: takeId(repository),
    nodeId: null,
    author: by,
    association: "MEMBER",
    state: input.state,
    body: input.body ?? "",
    sha: item.head.sha,
    submittedAt: at,
    createdAt: at,
    updatedAt: at,
    comments: (input.comments ?? []).map((comment) => ({
      id: takeId(repository),
      author: by,
      association: "MEMBER",
      body: comment.body,
      createdAt: at,
      updatedAt: at,
      path: comment.path ?? "README.md",
      line: 1,
      originalPosition: 1,
      inReplyTo: comment.inReplyTo ?? null,
    })),
  };
}

function announceReview(act: Act<PullRequest>, review: Review, action: "submitted" | "dismissed"): void {
  const { ctx, repository, item, by } = act;
  const rendered = renderReview(ctx.urls(), repository, { pull: item, review });
  ctx.announce({
    event: "pull_request_review",
    action,
    repository,
    organisation: null,
    sender: by,
    payload: {
      action,
      // Webhooks write the state in lower case, REST in capitals.
      review: { ...rendered, state: rendered.state.toLowerCase() },
      pull_request: renderPull({ world: ctx.world, urls: ctx.urls() }, repository, item),
    },
  });
}

function announceReviewComment(
  act: Act<PullRequest>,
  source: { review: Review; comment: Review["comments"][number] },
): void {
  const { ctx, repository, item, by } = act;
  ctx.announce({
    event: "pull_request_review_comment",
    action: "created",
    repository,
    organisation: null,
    sender: by,
    payload: {
      action: "created",
      comment: renderReviewComment(ctx.urls(), repository, { pull: item, ...source }),
      pull_request: renderPull({ world: ctx.world, urls: ctx.urls() }, repository, item),
    },
  });
}
