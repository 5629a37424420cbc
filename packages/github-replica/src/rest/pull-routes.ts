import type { PullRequest } from "../world/item.ts";
import { byKey, sorted } from "../world/sorted.ts";
import { found, notFound, type RepositoryRequest, type RestAnswer, type Route } from "./answer.ts";
import { normalised, sortComments, sortItems } from "./item-routes.ts";
import { paginate } from "./paginate.ts";
import { renderAccount, renderTeam } from "./render-account.ts";
import { isTeam, renderPull, renderWholePull } from "./render-pull.ts";
import { renderCommit, renderFile, renderReview, renderReviewComment } from "./render-review.ts";

// GitHub lists no more than these of one pull request, on however many pages.
const mostCommits = 250;
const mostFiles = 3000;

export const pullRoutes: readonly Route[] = [
  { method: "GET", of: "repository", path: "/pulls", run: listPulls },
  { method: "GET", of: "repository", path: "/pulls/comments", run: listReviewComments },
  route("/pulls/{number}", (request, pull) => found(renderWholePull(request, request.repository, pull))),
  route("/pulls/{number}/commits", (request, pull) =>
    paginate(request, pull.commits.slice(0, mostCommits), (commit) =>
      renderCommit(request.urls, request.repository, commit),
    ),
  ),
  route("/pulls/{number}/files", (request, pull) =>
    paginate(request, pull.files.slice(0, mostFiles), (file) =>
      renderFile(request.urls, request.repository, { pull, file }),
    ),
  ),
  route("/pulls/{number}/reviews", (request, pull) =>
    paginate(
      request,
      pull.reviews.toSorted(
        byKey(
          (review) => review.submittedAt,
          (review) => review.id,
        ),
      ),
      (review) => renderReview(request.urls, request.repository, { pull, review }),
    ),
  ),
  route("/pulls/{number}/comments", (request, pull) =>
    paginate(
      request,
      pull.reviews.flatMap((review) => review.comments.map((comment) => ({ pull, review, comment }))),
      (source) => renderReviewComment(request.urls, request.repository, source),
    ),
  ),
  route("/pulls/{number}/reviews/{id}/comments", (request, pull) => {
    const review = pull.reviews.find((one) => one.id === Number(request.params["id"]));
    if (review === undefined) return notFound();
    return paginate(request, review.comments, (comment) =>
      renderReviewComment(request.urls, request.repository, { pull, review, comment }),
    );
  }),
  route("/pulls/{number}/requested_reviewers", (request, pull) =>
    found({
      users: pull.requested.flatMap((one) => (isTeam(one) ? [] : [renderAccount(request.urls, one)])),
      teams: pull.requested.flatMap((one) => (isTeam(one) ? [renderTeam(request.urls, one)] : [])),
    }),
  ),
];

function pullsOf(repository: RepositoryRequest["repository"]): readonly PullRequest[] {
  return sorted(repository, "pulls", () =>
    [...repository.items.values()].filter((item): item is PullRequest => item.kind === "pull"),
  );
}

function route(path: string, run: (request: RepositoryRequest, pull: PullRequest) => RestAnswer): Route {
  return {
    method: "GET",
    of: "repository",
    path,
    run: (request) => {
      const item = request.repository.items.get(Number(request.params["number"]));
      return item?.kind === "pull" ? run(request, item) : notFound();
    },
  };
}

function listPulls(request: RepositoryRequest): RestAnswer {
  const { repository, query } = request;
  const state = query.get("state") ?? "open";
  const base = query.get("base");
  const head = query.get("head");
  const list = sortItems(request, pullsOf(repository), "pulls").filter(
    (pull) =>
      (state === "all" || (pull.closedAt === null) === (state === "open")) &&
      (base === null || pull.base.ref === base) &&
      (head === null || `${pull.head.repository?.split("/")[0] ?? ""}:${pull.head.ref}` === head),
  );
  return paginate(request, list, (pull) => renderPull(request, repository, pull));
}

function listReviewComments(request: RepositoryRequest): RestAnswer {
  const { repository, query, urls } = request;
  const since = query.get("since");
  const all = pullsOf(repository)
    .flatMap((pull) => pull.reviews.flatMap((review) => review.comments.map((comment) => ({ pull, review, comment }))))
    .filter(({ comment }) => since === null || comment.updatedAt >= normalised(since));
  return paginate(
    request,
    sortComments(all, { sort: query.get("sort"), direction: query.get("direction") }),
    (source) => renderReviewComment(urls, repository, source),
  );
}
