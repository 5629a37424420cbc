import type { Account, Team } from "../world/account.ts";
import type { World } from "../world/create-world.ts";
import type { Branch, PullRequest } from "../world/item.ts";
import type { Repository } from "../world/repository.ts";
import { renderAccount, renderTeam } from "./render-account.ts";
import { pageOf, renderLabel, renderMilestone } from "./render-item.ts";
import { renderRepository } from "./render-repository.ts";
import { apiUrlOf, type Urls } from "./urls.ts";

export type PullContext = { readonly world: World; readonly urls: Urls };

/** As the list of pull requests shows it: without counts, sizes and `merged_by`. */
export function renderPull({ world, urls }: PullContext, repository: Repository, pull: PullRequest) {
  const api = apiUrlOf(urls, repository);
  const url = `${api}/pulls/${pull.number}`;
  const page = pageOf(urls, repository, pull);
  return {
    url,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: `${api}/issues/${pull.number}`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    statuses_url: `${api}/statuses/${pull.head.sha}`,
    number: pull.number,
    state: pull.closedAt === null ? "open" : "closed",
    locked: false,
    title: pull.title,
    user: renderAccount(urls, pull.author),
    body: pull.body,
    labels: pull.labels.map((label) => renderLabel(urls, repository, label)),
    milestone: pull.milestone === null ? null : renderMilestone(urls, repository, pull.milestone),
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeSha,
    assignee: pull.assignees[0] === undefined ? null : renderAccount(urls, pull.assignees[0]),
    assignees: pull.assignees.map((account) => renderAccount(urls, account)),
    requested_reviewers: pull.requested.flatMap((one) => (isTeam(one) ? [] : [renderAccount(urls, one)])),
    requested_teams: pull.requested.flatMap((one) => (isTeam(one) ? [renderTeam(urls, one)] : [])),
    head: renderBranch({ world, urls }, repository, pull.head),
    base: renderBranch({ world, urls }, repository, pull.base),
    draft: pull.isDraft,
    author_association: pull.association,
    auto_merge: null,
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: `${api}/issues/${pull.number}` },
      comments: { href: `${api}/issues/${pull.number}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: `${api}/statuses/${pull.head.sha}` },
    },
  };
}

/** What only `GET …/pulls/N` and webhooks add. */
export function renderWholePull(ctx: PullContext, repository: Repository, pull: PullRequest) {
  const total = (count: (file: PullRequest["files"][number]) => number) =>
    pull.files.reduce((sum, file) => sum + count(file), 0);
  return {
    ...renderPull(ctx, repository, pull),
    merged: pull.mergedAt !== null,
    mergeable: pull.closedAt === null ? true : null,
    rebaseable: pull.closedAt === null ? true : null,
    mergeable_state: pull.closedAt === null ? "clean" : "unknown",
    merged_by: pull.mergedBy === null ? null : renderAccount(ctx.urls, pull.mergedBy),
    comments: pull.comments.length,
    review_comments: pull.reviews.reduce((sum, review) => sum + review.comments.length, 0),
    maintainer_can_modify: false,
    commits: pull.commits.length,
    additions: total((file) => file.additions),
    deletions: total((file) => file.deletions),
    changed_files: pull.files.length,
  };
}

export function isTeam(one: Account | Team): one is Team {
  return "slug" in one;
}

function renderBranch({ world, urls }: PullContext, repository: Repository, branch: Branch) {
  const id = branch.repository === null ? undefined : world.names.get(branch.repository.toLowerCase());
  const owner = branch.repository?.split("/")[0] ?? null;
  // A fork that the replica does not hold is shown as gone, as GitHub shows a deleted one.
  const known = id === undefined ? undefined : world.repositories.get(id);
  return {
    label: `${owner ?? "unknown"}:${branch.ref}`,
    ref: branch.ref,
    sha: branch.sha,
    user: owner === null ? null : renderAccount(urls, world.accounts.get(owner.toLowerCase()) ?? repository.owner),
    repo: known === undefined ? null : renderRepository(urls, known),
  };
}
