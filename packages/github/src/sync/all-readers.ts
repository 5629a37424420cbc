import { commitReader } from "./graphql/commit-reader.ts";
import { deploymentReader } from "./graphql/deployment-reader.ts";
import { issueReader, pullRequestReader } from "./graphql/item-readers.ts";
import { labelReader, milestoneReader, releaseReader, tagReader } from "./graphql/whole-list-readers.ts";
import type { KindReader } from "./kind-reader.ts";
import { jobReader } from "./rest/job-reader.ts";
import { runReader } from "./rest/run-reader.ts";
import { teamReader } from "./rest/team-reader.ts";
import { workflowReader } from "./rest/workflow-reader.ts";

/** In the order of reading: what pages show first comes first, and jobs after the runs that they belong to. */
export const allReaders: readonly KindReader[] = [
  labelReader,
  milestoneReader,
  pullRequestReader,
  issueReader,
  commitReader,
  releaseReader,
  tagReader,
  deploymentReader,
  workflowReader,
  runReader,
  teamReader,
  jobReader,
];
