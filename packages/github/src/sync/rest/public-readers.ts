/**
 * What GitHub shows to somebody without a token: GraphQL is closed to them, and an hour has 60 requests. What comes in pages of a hundred is
 * read first; reviews, commits and files of pull requests, what became of deployments and the jobs of runs cost requests of their own for each, so they
 * follow, newest first, hour by hour.
 */
import type { KindReader } from "../kind-reader.ts";
import { publicCommitReader } from "./public/commit-reader.ts";
import { publicDeploymentReader, publicDeploymentStatusReader } from "./public/deployment-readers.ts";
import { publicEventReader } from "./public/event-reader.ts";
import { publicCommentReader, publicIssueReader, publicPullRequestReader } from "./public/item-readers.ts";
import { publicFileReader, publicPullCommitReader, publicReviewReader } from "./public/pull-part-readers.ts";
import { publicTagReader } from "./public/tag-reader.ts";
import { publicLabelReader, publicMilestoneReader, publicReleaseReader } from "./public/whole-list-readers.ts";
import { publicJobReader } from "./job-reader.ts";
import { runReader } from "./run-reader.ts";
import { workflowReader } from "./workflow-reader.ts";

// Workflows are files: they change with pushes, and seldom by a switch, which is found the next day.
const publicWorkflowReader: KindReader = { ...workflowReader, fingerprintOf: (probe) => probe.fingerprints.releases };

export const publicReaders: readonly KindReader[] = [
  publicPullRequestReader,
  publicIssueReader,
  publicCommentReader,
  publicEventReader,
  publicCommitReader,
  publicLabelReader,
  publicMilestoneReader,
  publicReleaseReader,
  publicTagReader,
  publicDeploymentReader,
  publicWorkflowReader,
  runReader,
  publicReviewReader,
  publicPullCommitReader,
  publicFileReader,
  publicDeploymentStatusReader,
  publicJobReader,
];
