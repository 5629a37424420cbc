import { pageOf } from "../rest/render-item.ts";
import { webUrlOf } from "../rest/urls.ts";
import type { Account } from "../world/account.ts";
import { makeNodeId } from "../world/node-id.ts";
import { connect } from "./connect.ts";
import { accountNode, itemNode, type CommentNode, type ItemNode, type LabelNode, type MilestoneNode } from "./node.ts";
import { stateOf } from "./repository-fields.ts";
import { fieldsOf, smallId, type Args, type Resolver, type ResolverTable } from "./resolvers.ts";
import { timelineOf } from "./timeline-of.ts";

/** What issues and pull requests have in common. */
export const commonItemFields: Readonly<Record<string, Resolver>> = fieldsOf<ItemNode>({
  id: ({ item }) => item.nodeId,
  databaseId: ({ item }) => smallId(item.id),
  fullDatabaseId: ({ item }) => String(item.id),
  number: ({ item }) => item.number,
  title: ({ item }) => item.title,
  body: ({ item }) => item.body,
  bodyText: ({ item }) => item.body,
  author: ({ item }) => accountNode(item.author),
  authorAssociation: ({ item }) => item.association,
  url: ({ repository, item }, _args, { urls }) => pageOf(urls, repository, item),
  resourcePath: ({ repository, item }, _args, { urls }) => pageOf(urls, repository, item).slice(urls.web.length),
  repository: ({ repository }) => ({ type: "Repository", repository }),
  state: ({ item }) => stateOf(item),
  closed: ({ item }) => item.closedAt !== null,
  closedAt: ({ item }) => item.closedAt,
  createdAt: ({ item }) => item.createdAt,
  updatedAt: ({ item }) => item.updatedAt,
  publishedAt: ({ item }) => item.createdAt,
  lastEditedAt: () => null,
  locked: () => false,
  activeLockReason: () => null,
  milestone: ({ repository, item }) =>
    item.milestone === null ? null : { type: "Milestone", repository, milestone: item.milestone },
  assignees: ({ item }, args) => accounts(item.assignees, args),
  participants: ({ item }, args) => {
    const all = [item.author, ...item.comments.map((comment) => comment.author)];
    return accounts(
      [...new Set(all)].filter((one) => one !== null),
      args,
    );
  },
  labels: ({ repository, item }, args) =>
    connect({
      list: item.labels.map((label, index) => ({ label, index })),
      args,
      placeOf: ({ index }) => [index, 0],
      toNode: ({ label }) => ({ type: "Label", repository, label }),
    }),
  comments: ({ repository, item }, args) =>
    connect({
      list: item.comments,
      args,
      placeOf: (comment) => [comment.createdAt, comment.id],
      toNode: (comment) => ({ type: "IssueComment", repository, item, comment }),
    }),
  timelineItems: (node, args) => timelineOf(node, args),
});

export const itemFields: Readonly<Record<string, ResolverTable>> = {
  Issue: {
    ...commonItemFields,
    ...fieldsOf<ItemNode>({
      stateReason: ({ item }) => (item.kind === "issue" ? (item.stateReason?.toUpperCase() ?? null) : null),
      isPinned: () => false,
    }),
  },
  IssueComment: fieldsOf<CommentNode>({
    id: ({ repository, item, comment }) =>
      makeNodeId({ prefix: "IC", repositoryId: repository.id, number: item.number, key: comment.id }),
    databaseId: ({ comment }) => smallId(comment.id),
    fullDatabaseId: ({ comment }) => String(comment.id),
    author: ({ comment }) => accountNode(comment.author),
    authorAssociation: ({ comment }) => comment.association,
    body: ({ comment }) => comment.body,
    bodyText: ({ comment }) => comment.body,
    createdAt: ({ comment }) => comment.createdAt,
    updatedAt: ({ comment }) => comment.updatedAt,
    publishedAt: ({ comment }) => comment.createdAt,
    lastEditedAt: ({ comment }) => (comment.updatedAt === comment.createdAt ? null : comment.updatedAt),
    url: ({ repository, item, comment }, _args, { urls }) =>
      `${pageOf(urls, repository, item)}#issuecomment-${comment.id}`,
    issue: ({ repository, item }) => itemNode(repository, item),
    pullRequest: ({ repository, item }) => (item.kind === "pull" ? itemNode(repository, item) : null),
    repository: ({ repository }) => ({ type: "Repository", repository }),
    isMinimized: () => false,
  }),
  Label: fieldsOf<LabelNode>({
    id: ({ label }) => label.nodeId,
    name: ({ label }) => label.name,
    color: ({ label }) => label.color,
    description: ({ label }) => label.description,
    isDefault: () => false,
    createdAt: ({ label }) => label.createdAt,
    updatedAt: ({ label }) => label.createdAt,
    url: ({ repository, label }, _args, { urls }) =>
      `${webUrlOf(urls, repository)}/labels/${encodeURIComponent(label.name)}`,
  }),
  Milestone: fieldsOf<MilestoneNode>({
    id: ({ milestone }) => milestone.nodeId,
    number: ({ milestone }) => milestone.number,
    title: ({ milestone }) => milestone.title,
    description: ({ milestone }) => milestone.description,
    state: ({ milestone }) => milestone.state.toUpperCase(),
    closed: ({ milestone }) => milestone.state === "closed",
    creator: ({ milestone }) => accountNode(milestone.creator),
    createdAt: ({ milestone }) => milestone.createdAt,
    updatedAt: ({ milestone }) => milestone.updatedAt,
    closedAt: ({ milestone }) => milestone.closedAt,
    dueOn: ({ milestone }) => milestone.dueOn,
    url: ({ repository, milestone }, _args, { urls }) => `${webUrlOf(urls, repository)}/milestone/${milestone.number}`,
  }),
};

function accounts(list: readonly Account[], args: Args) {
  return connect({
    list: list.map((account, index) => ({ account, index })),
    args,
    placeOf: ({ index }) => [index, 0],
    toNode: ({ account }) => accountNode(account),
  });
}
