export { generateHistory, type HistoryShape } from "./generate-history.ts";
export type {
  GeneratedComment,
  GeneratedCommit,
  GeneratedFile,
  GeneratedIssue,
  GeneratedPullRequest,
  GeneratedReview,
  History,
  Label,
  Person,
} from "./history.ts";
export { planOrganisation, type OrganisationShape } from "./plan-organisation.ts";
export { toArchive, type PullRequestShas } from "./to-archive.ts";
export { writeGit } from "./write-git.ts";
