export { generateDelivery, type DeliveryHistory } from "./generate-delivery.ts";
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
export { generateNightly } from "./generate-nightly.ts";
export { markIncidents } from "./mark-incidents.ts";
export { planOrganisation, type OrganisationShape } from "./plan-organisation.ts";
export { createRandom, type Random } from "./random.ts";
export { toArchive, type PullRequestShas } from "./to-archive.ts";
export { writeGit } from "./write-git.ts";
export { startReplica, type Replica, type ReplicaOptions } from "./server/start-replica.ts";
export type { Fault, FaultKind } from "./server/faults.ts";
export type { LoggedRequest } from "./server/request-log.ts";
export type { AppDetails, Installation, Permissions, TokenDetails } from "./server/credentials.ts";
export type { LimitOptions } from "./server/limits.ts";
export type { ArchiveOptions } from "./load/load-archive.ts";
export type { RepositoryDetails } from "./world/create-world.ts";
export type { Delivery, DeliverOptions, Hook, Pending } from "./hooks/create-hooks.ts";
