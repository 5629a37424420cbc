import type { Item } from "../world/item.ts";
import { byKey } from "../world/sorted.ts";
import type { RepositoryRequest, RestAnswer } from "./answer.ts";
import { paginate } from "./paginate.ts";
import { renderIssueComment } from "./render-item.ts";
import { renderCommit, renderReview } from "./render-review.ts";
import { renderTimelineEvent } from "./render-timeline-event.ts";

/** Everything on an item in the order of time: events, comments, and for pull requests commits and reviews. */
export function renderTimeline(request: RepositoryRequest, item: Item): RestAnswer {
  const { urls, repository } = request;
  const entries: { readonly at: string; readonly id: number; readonly render: () => unknown }[] = [
    ...item.timeline.map((event) => ({
      at: event.at,
      id: event.id,
      render: () => renderTimelineEvent(urls, repository, { item, event }),
    })),
    ...item.comments.map((comment) => {
      const rendered = () => renderIssueComment(urls, repository, { item, comment });
      return {
        at: comment.createdAt,
        id: comment.id,
        render: () => ({ ...rendered(), event: "commented", actor: rendered().user }),
      };
    }),
  ];
  if (item.kind === "pull") {
    entries.push(
      ...item.commits.map((commit) => {
        const { commit: git, ...rest } = renderCommit(urls, repository, commit);
        return { at: commit.committedAt, id: 0, render: () => ({ ...git, ...rest, event: "committed" }) };
      }),
      ...item.reviews.map((review) => ({
        at: review.submittedAt,
        id: review.id,
        render: () => {
          const rendered = renderReview(urls, repository, { pull: item, review });
          return { ...rendered, state: rendered.state.toLowerCase(), event: "reviewed" };
        },
      })),
    );
  }
  const inOrder = entries.toSorted(
    byKey(
      ({ at }) => at,
      ({ id }) => id,
    ),
  );
  return paginate(request, inOrder, (entry) => entry.render());
}
