import type { Comment, Item, TimelineEvent } from "../world/item.ts";
import { byKey, sorted } from "../world/sorted.ts";
import { found, notFound, refuse, type RepositoryRequest, type RestAnswer, type Route } from "./answer.ts";
import { paginate } from "./paginate.ts";
import { renderIssue, renderIssueComment, renderLabel, renderMilestone, renderWholeIssue } from "./render-item.ts";
import { renderRepositoryEvent, renderTimelineEvent } from "./render-timeline-event.ts";
import { renderTimeline } from "./render-timeline.ts";

export const itemRoutes: readonly Route[] = [
  { method: "GET", of: "repository", path: "/issues", run: listIssues },
  { method: "GET", of: "repository", path: "/issues/comments", run: listComments },
  { method: "GET", of: "repository", path: "/issues/comments/{id}", run: showComment },
  { method: "GET", of: "repository", path: "/issues/events", run: listEvents },
  {
    method: "GET",
    of: "repository",
    path: "/issues/{number}",
    run: (request) => withItem(request, (item) => found(renderWholeIssue(request.urls, request.repository, item))),
  },
  { method: "GET", of: "repository", path: "/issues/{number}/comments", run: listItemComments },
  {
    method: "GET",
    of: "repository",
    path: "/issues/{number}/events",
    run: (request) =>
      withItem(request, (item) =>
        paginate(request, item.timeline, (event) =>
          renderTimelineEvent(request.urls, request.repository, { item, event }),
        ),
      ),
  },
  {
    method: "GET",
    of: "repository",
    path: "/issues/{number}/timeline",
    run: (request) => withItem(request, (item) => renderTimeline(request, item)),
  },
  { method: "GET", of: "repository", path: "/labels", run: listLabels },
  { method: "GET", of: "repository", path: "/milestones", run: listMilestones },
];

/** The issue or pull request of this number; 410 and 301 for those that were deleted or moved to another repository. */
function withItem(request: RepositoryRequest, run: (item: Item) => RestAnswer): RestAnswer {
  const number = Number(request.params["number"]);
  const item = request.repository.items.get(number);
  if (item !== undefined) return run(item);
  const gone = request.repository.gone.get(number);
  if (gone === undefined) return notFound();
  if (gone.kind === "deleted") return refuse(410, "This issue was deleted");
  const url = `${request.urls.api}/repositories/${gone.repositoryId}/issues/${gone.number}`;
  return { ...refuse(301, "Moved Permanently", { url }), headers: { location: url } };
}

function listIssues(request: RepositoryRequest): RestAnswer {
  const { repository, query } = request;
  const since = query.get("since");
  const state = query.get("state") ?? "open";
  const labels = (query.get("labels") ?? "").split(",").filter((name) => name !== "");
  const list = sortItems(request, [...repository.items.values()], "items").filter(
    (item) =>
      (since === null || item.updatedAt >= normalised(since)) &&
      (state === "all" || (item.closedAt === null) === (state === "open")) &&
      labels.every((name) => item.labels.some((label) => label.name === name)),
  );
  return paginate(request, list, (item) => renderIssue(request.urls, repository, item));
}

/** GitHub's defaults: newest first by creation. */
export function sortItems<T extends Item>(request: RepositoryRequest, items: readonly T[], name: string): readonly T[] {
  const sort = request.query.get("sort") ?? "created";
  const direction = request.query.get("direction") ?? "desc";
  const keyOf = (item: T) =>
    sort === "updated" ? item.updatedAt : sort === "comments" ? item.comments.length : item.createdAt;
  const ascending = sorted(request.repository, `${name} ${sort}`, () =>
    items.toSorted(byKey(keyOf, (item) => item.number)),
  );
  return direction === "asc"
    ? ascending
    : sorted(request.repository, `${name} ${sort} desc`, () => ascending.toReversed());
}

/** Comments of the whole repository, kept only where they can have changed since. */
function listComments(request: RepositoryRequest): RestAnswer {
  const { repository, query, urls } = request;
  const since = query.get("since");
  const sort = query.get("sort");
  const all = [...repository.items.values()]
    .flatMap((item) => item.comments.map((comment) => ({ item, comment })))
    .filter(({ comment }) => since === null || comment.updatedAt >= normalised(since));
  return paginate(request, sortComments(all, { sort, direction: query.get("direction") }), (source) =>
    renderIssueComment(urls, repository, source),
  );
}

export function sortComments<T extends { readonly comment: Comment }>(
  list: readonly T[],
  order: { readonly sort: string | null; readonly direction: string | null },
): readonly T[] {
  if (order.sort === null)
    return list.toSorted(
      byKey(
        ({ comment }) => comment.id,
        () => 0,
      ),
    );
  const keyOf = ({ comment }: T) => (order.sort === "updated" ? comment.updatedAt : comment.createdAt);
  const ascending = list.toSorted(byKey(keyOf, ({ comment }) => comment.id));
  return order.direction === "asc" ? ascending : ascending.toReversed();
}

function showComment(request: RepositoryRequest): RestAnswer {
  const id = Number(request.params["id"]);
  for (const item of request.repository.items.values()) {
    const comment = item.comments.find((one) => one.id === id);
    if (comment !== undefined) return found(renderIssueComment(request.urls, request.repository, { item, comment }));
  }
  return notFound();
}

function listItemComments(request: RepositoryRequest): RestAnswer {
  const since = request.query.get("since");
  return withItem(request, (item) => {
    const comments = item.comments.filter((comment) => since === null || comment.updatedAt >= normalised(since));
    return paginate(request, comments, (comment) =>
      renderIssueComment(request.urls, request.repository, { item, comment }),
    );
  });
}

function listEvents(request: RepositoryRequest): RestAnswer {
  const events = sorted(request.repository, "events", () =>
    [...request.repository.items.values()]
      .flatMap((item) => item.timeline.map((event) => ({ item, event })))
      .toSorted(
        byKey<{ readonly event: TimelineEvent }>(
          ({ event }) => event.at,
          ({ event }) => event.id,
        ),
      )
      .toReversed(),
  ) as readonly { readonly item: Item; readonly event: TimelineEvent }[];
  return paginate(request, events, (source) => renderRepositoryEvent(request.urls, request.repository, source));
}

function listLabels(request: RepositoryRequest): RestAnswer {
  const { repository } = request;
  return paginate(request, [...repository.labels.values()], (label) => renderLabel(request.urls, repository, label));
}

function listMilestones(request: RepositoryRequest): RestAnswer {
  const { repository, query } = request;
  const state = query.get("state") ?? "open";
  const milestones = [...repository.milestones.values()].filter((one) => state === "all" || one.state === state);
  return paginate(request, milestones, (milestone) => renderMilestone(request.urls, repository, milestone));
}

/** Clients write instants in several forms; ours compare as text. */
export function normalised(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString().replace(/\.\d{3}Z$/, "Z");
}
