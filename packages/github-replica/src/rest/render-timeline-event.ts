import type { Item, TimelineEvent } from "../world/item.ts";
import { makeNodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { renderAccount, renderTeam } from "./render-account.ts";
import { renderIssue } from "./render-item.ts";
import { isTeam } from "./render-pull.ts";
import { apiUrlOf, type Urls } from "./urls.ts";

/** As `…/issues/N/timeline` and `…/issues/N/events` show what happened to an item. */
export function renderTimelineEvent(
  urls: Urls,
  repository: Repository,
  { item, event }: { readonly item: Item; readonly event: TimelineEvent },
) {
  const url = apiUrlOf(urls, repository);
  const commitUrl = `${url}/commits/${event.sha}`;
  return {
    id: event.id,
    node_id: nodeIdOfEvent(repository, { item, event }),
    url: `${url}/issues/events/${event.id}`,
    actor: renderAccount(urls, event.actor),
    event: event.kind,
    commit_id: event.sha ?? null,
    commit_url: event.sha === undefined || event.sha === null ? null : commitUrl,
    created_at: event.at,
    ...(event.kind === "closed" ? { state_reason: event.stateReason ?? null } : {}),
    ...(event.label === undefined ? {} : { label: event.label }),
    ...subjectOf(urls, event),
    ...(event.milestoneTitle === undefined ? {} : { milestone: { title: event.milestoneTitle } }),
    ...(event.rename === undefined ? {} : { rename: event.rename }),
    ...(event.dismissed === undefined
      ? {}
      : {
          dismissed_review: {
            state: event.dismissed.state.toLowerCase(),
            review_id: event.dismissed.reviewId,
            dismissal_message: event.dismissed.message,
          },
        }),
    performed_via_github_app: null,
  };
}

/** `…/issues/events` of a whole repository also carries the issue. */
export function renderRepositoryEvent(
  urls: Urls,
  repository: Repository,
  source: { readonly item: Item; readonly event: TimelineEvent },
) {
  return { ...renderTimelineEvent(urls, repository, source), issue: renderIssue(urls, repository, source.item) };
}

const nodePrefixes: Readonly<Record<TimelineEvent["kind"], string>> = {
  assigned: "AE",
  closed: "CE",
  convert_to_draft: "CTDE",
  demilestoned: "DME",
  head_ref_force_pushed: "HRFPE",
  labeled: "LE",
  merged: "ME",
  milestoned: "MIE",
  ready_for_review: "RFRE",
  renamed: "RTE",
  reopened: "REE",
  review_dismissed: "RDE",
  review_request_removed: "RRRE",
  review_requested: "RREQ",
  transferred: "TE",
  unassigned: "UNE",
  unlabeled: "UNLE",
};

export function nodeIdOfEvent(
  repository: Repository,
  { item, event }: { readonly item: Item; readonly event: TimelineEvent },
): string {
  return makeNodeId({
    prefix: nodePrefixes[event.kind],
    repositoryId: repository.id,
    number: item.number,
    key: event.id,
  });
}

function subjectOf(urls: Urls, event: TimelineEvent) {
  if (event.subject === undefined) return {};
  if (event.kind === "assigned" || event.kind === "unassigned") {
    if (isTeam(event.subject)) return {};
    return { assignee: renderAccount(urls, event.subject), assigner: renderAccount(urls, event.actor) };
  }
  const requester = { review_requester: renderAccount(urls, event.actor) };
  if (isTeam(event.subject)) return { ...requester, requested_team: renderTeam(urls, event.subject) };
  return { ...requester, requested_reviewer: renderAccount(urls, event.subject) };
}
