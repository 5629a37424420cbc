import type { ChangedFile, Commit, PullRequest, Review, ReviewComment } from "../world/item.ts";
import { makeNodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { renderAccount } from "./render-account.ts";
import { pageOf, renderReactions } from "./render-item.ts";
import { apiUrlOf, webUrlOf, type Urls } from "./urls.ts";

export type OfReview = { readonly pull: PullRequest; readonly review: Review };

export function renderReview(urls: Urls, repository: Repository, { pull, review }: OfReview) {
  const page = `${pageOf(urls, repository, pull)}#pullrequestreview-${review.id}`;
  const pullUrl = `${apiUrlOf(urls, repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeIdOfReview(repository, { pull, review }),
    user: renderAccount(urls, review.author),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: review.association,
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    submitted_at: review.submittedAt,
    commit_id: review.sha,
  };
}

export function renderReviewComment(
  urls: Urls,
  repository: Repository,
  source: OfReview & { readonly comment: ReviewComment },
) {
  const { pull, review, comment } = source;
  const url = `${apiUrlOf(urls, repository)}/pulls/comments/${comment.id}`;
  const page = `${pageOf(urls, repository, pull)}#discussion_r${comment.id}`;
  const pullUrl = `${apiUrlOf(urls, repository)}/pulls/${pull.number}`;
  return {
    url,
    pull_request_review_id: review.id,
    id: comment.id,
    node_id: makeNodeId({ prefix: "PRRC", repositoryId: repository.id, number: pull.number, key: comment.id }),
    diff_hunk: "@@ -1 +1 @@",
    path: comment.path,
    commit_id: pull.head.sha,
    original_commit_id: review.sha ?? pull.head.sha,
    ...(comment.inReplyTo === null ? {} : { in_reply_to_id: comment.inReplyTo }),
    user: renderAccount(urls, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: comment.association,
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pullUrl } },
    reactions: renderReactions(url),
    start_line: null,
    original_start_line: null,
    start_side: null,
    line: comment.line,
    original_line: comment.line,
    side: "RIGHT",
    original_position: comment.originalPosition,
    position: comment.originalPosition,
    subject_type: "line",
  };
}

export function renderCommit(urls: Urls, repository: Repository, commit: Commit) {
  const url = `${apiUrlOf(urls, repository)}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: makeNodeId({ prefix: "C", repositoryId: repository.id, key: commit.sha }),
    commit: {
      author: { name: commit.authorName, email: commit.authorEmail, date: commit.authoredAt },
      committer: { name: commit.committerName, email: commit.committerEmail, date: commit.committedAt },
      message: commit.message,
      tree: { sha: commit.sha, url: `${apiUrlOf(urls, repository)}/git/trees/${commit.sha}` },
      url: `${apiUrlOf(urls, repository)}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
    url,
    html_url: `${webUrlOf(urls, repository)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    author: commit.author === null ? null : renderAccount(urls, commit.author),
    committer: commit.committer === null ? null : renderAccount(urls, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${apiUrlOf(urls, repository)}/commits/${sha}`,
      html_url: `${webUrlOf(urls, repository)}/commit/${sha}`,
    })),
  };
}

export function renderFile(urls: Urls, repository: Repository, source: { pull: PullRequest; file: ChangedFile }) {
  const { pull, file } = source;
  return {
    sha: pull.head.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${webUrlOf(urls, repository)}/blob/${pull.head.sha}/${file.path}`,
    raw_url: `${webUrlOf(urls, repository)}/raw/${pull.head.sha}/${file.path}`,
    contents_url: `${apiUrlOf(urls, repository)}/contents/${file.path}?ref=${pull.head.sha}`,
    patch: "@@ -1 +1 @@",
  };
}

export function nodeIdOfReview(repository: Repository, { pull, review }: OfReview): string {
  return (
    review.nodeId ?? makeNodeId({ prefix: "PRR", repositoryId: repository.id, number: pull.number, key: review.id })
  );
}
