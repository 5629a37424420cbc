/**
 * What GitHub shows to somebody without a token: GraphQL is closed to them, and an hour has 60 requests. What comes in pages of a hundred is
 * read first; reviews, commits and files of pull requests cost requests of their own for each, so they follow, newest first, hour by hour.
 */
import type { KindReader } from "../kind-reader.ts";
import { publicCommitReader } from "./public/commit-reader.ts";
import { publicEventReader } from "./public/event-reader.ts";
import { publicCommentReader, publicIssueReader, publicPullRequestReader } from "./public/item-readers.ts";
import { publicFileReader, publicPullCommitReader, publicReviewReader } from "./public/pull-part-readers.ts";
import { publicLabelReader, publicMilestoneReader, publicReleaseReader } from "./public/whole-list-readers.ts";
import { runReader } from "./run-reader.ts";
import { workflowReader } from "./workflow-reader.ts";

export const publicReaders: readonly KindReader[] = [
  publicPullRequestReader,
  publicIssueReader,
  publicCommentReader,
  publicEventReader,
  publicCommitReader,
  publicLabelReader,
  publicMilestoneReader,
  publicReleaseReader,
  workflowReader,
  runReader,
  publicReviewReader,
  publicPullCommitReader,
  publicFileReader,
];
