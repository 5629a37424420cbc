import type { EventHandler } from "./event-handler.ts";
import { countHandlers } from "./events/count-handlers.ts";
import { createHandler, deleteHandler } from "./events/create-and-delete.ts";
import { deploymentStatusHandler } from "./events/deployment-status.ts";
import { deploymentHandler } from "./events/deployment.ts";
import { issueCommentHandler } from "./events/issue-comment.ts";
import { issuesHandler } from "./events/issues.ts";
import { labelHandler } from "./events/label.ts";
import { milestoneHandler } from "./events/milestone.ts";
import { pullRequestReviewCommentHandler } from "./events/pull-request-review-comment.ts";
import { pullRequestReviewHandler } from "./events/pull-request-review.ts";
import { pullRequestHandler } from "./events/pull-request.ts";
import { pushHandler } from "./events/push.ts";
import { releaseHandler } from "./events/release.ts";
import { publicHandler, repositoryHandler } from "./events/repository.ts";
import { workflowJobHandler } from "./events/workflow-job.ts";
import { workflowRunHandler } from "./events/workflow-run.ts";

const all: readonly EventHandler[] = [
  ...countHandlers,
  createHandler,
  deleteHandler,
  deploymentHandler,
  deploymentStatusHandler,
  issueCommentHandler,
  issuesHandler,
  labelHandler,
  milestoneHandler,
  publicHandler,
  pullRequestHandler,
  pullRequestReviewCommentHandler,
  pullRequestReviewHandler,
  pushHandler,
  releaseHandler,
  repositoryHandler,
  workflowJobHandler,
  workflowRunHandler,
];

/** Every event about a repository that changes a fact we keep, by GitHub's name for it. */
export const eventHandlers: ReadonlyMap<string, EventHandler> = new Map(all.map((handler) => [handler.event, handler]));
