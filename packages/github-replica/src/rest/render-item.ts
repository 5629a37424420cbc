import type { Comment, Item, Label, Milestone } from "../world/item.ts";
import { makeNodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { renderAccount } from "./render-account.ts";
import { apiUrlOf, webUrlOf, type Urls } from "./urls.ts";

/** An issue, or a pull request as the lists of issues show it. */
export function renderIssue(urls: Urls, repository: Repository, item: Item) {
  const url = `${apiUrlOf(urls, repository)}/issues/${item.number}`;
  return {
    url,
    repository_url: apiUrlOf(urls, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: pageOf(urls, repository, item),
    id: item.id,
    node_id: item.nodeId,
    number: item.number,
    title: item.title,
    user: renderAccount(urls, item.author),
    labels: item.labels.map((label) => renderLabel(urls, repository, label)),
    state: item.closedAt === null ? "open" : "closed",
    locked: false,
    assignee: item.assignees[0] === undefined ? null : renderAccount(urls, item.assignees[0]),
    assignees: item.assignees.map((account) => renderAccount(urls, account)),
    milestone: item.milestone === null ? null : renderMilestone(urls, repository, item.milestone),
    comments: item.comments.length,
    created_at: item.createdAt,
    updated_at: item.updatedAt,
    closed_at: item.closedAt,
    author_association: item.association,
    active_lock_reason: null,
    ...(item.kind === "pull" ? { draft: item.isDraft, pull_request: pullLinks(urls, repository, item) } : {}),
    body: item.body,
    reactions: renderReactions(url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: item.kind === "issue" ? item.stateReason : null,
  };
}

/** `GET …/issues/N` also says who closed it. */
export function renderWholeIssue(urls: Urls, repository: Repository, item: Item) {
  return {
    ...renderIssue(urls, repository, item),
    closed_by: item.closedBy === null ? null : renderAccount(urls, item.closedBy),
  };
}

export function renderIssueComment(urls: Urls, repository: Repository, source: { item: Item; comment: Comment }) {
  const { item, comment } = source;
  const url = `${apiUrlOf(urls, repository)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${pageOf(urls, repository, item)}#issuecomment-${comment.id}`,
    issue_url: `${apiUrlOf(urls, repository)}/issues/${item.number}`,
    id: comment.id,
    node_id: makeNodeId({ prefix: "IC", repositoryId: repository.id, number: item.number, key: comment.id }),
    user: renderAccount(urls, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: comment.association,
    body: comment.body,
    reactions: renderReactions(url),
    performed_via_github_app: null,
  };
}

export function renderLabel(urls: Urls, repository: Repository, label: Label) {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${apiUrlOf(urls, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function renderMilestone(urls: Urls, repository: Repository, milestone: Milestone) {
  const url = `${apiUrlOf(urls, repository)}/milestones/${milestone.number}`;
  const items = [...repository.items.values()].filter((item) => item.milestone === milestone);
  const open = items.filter((item) => item.closedAt === null).length;
  return {
    url,
    html_url: `${webUrlOf(urls, repository)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: milestone.nodeId,
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: renderAccount(urls, milestone.creator),
    open_issues: open,
    closed_issues: items.length - open,
    state: milestone.state,
    created_at: milestone.createdAt,
    updated_at: milestone.updatedAt,
    due_on: milestone.dueOn,
    closed_at: milestone.closedAt,
  };
}

export function pageOf(urls: Urls, repository: Repository, item: Item): string {
  return `${webUrlOf(urls, repository)}/${item.kind === "pull" ? "pull" : "issues"}/${item.number}`;
}

export function renderReactions(url: string) {
  const none = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, ...none };
}

function pullLinks(urls: Urls, repository: Repository, item: Item & { kind: "pull" }) {
  const page = pageOf(urls, repository, item);
  return {
    url: `${apiUrlOf(urls, repository)}/pulls/${item.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: item.mergedAt,
  };
}
