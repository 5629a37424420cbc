import type { Account, Instant } from "./account.ts";

export type RunStatus = "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";

export type Conclusion =
  | "success"
  | "failure"
  | "cancelled"
  | "skipped"
  | "neutral"
  | "timed_out"
  | "action_required"
  | "stale"
  | "startup_failure";

export type Workflow = {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  readonly path: string;
  state: "active" | "deleted" | "disabled_manually";
  readonly createdAt: Instant;
  updatedAt: Instant;
};

type Step = {
  readonly number: number;
  readonly name: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  startedAt: Instant | null;
  completedAt: Instant | null;
};

export type Job = {
  readonly id: number;
  readonly nodeId: string;
  readonly name: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  readonly createdAt: Instant;
  /** GitHub fills it with the creation until a runner takes the job. */
  startedAt: Instant;
  completedAt: Instant | null;
  readonly labels: readonly string[];
  runnerId: number | null;
  runnerName: string | null;
  runnerGroupName: string | null;
  steps: Step[];
};

export type RunAttempt = {
  readonly number: number;
  status: RunStatus;
  conclusion: Conclusion | null;
  readonly startedAt: Instant;
  updatedAt: Instant;
  readonly actor: Account | null;
  jobs: Job[];
};

export type Run = {
  readonly id: number;
  readonly nodeId: string;
  readonly workflow: Workflow;
  readonly number: number;
  readonly event: string;
  readonly headBranch: string | null;
  readonly headSha: string;
  readonly actor: Account | null;
  readonly title: string;
  readonly createdAt: Instant;
  readonly pullNumbers: readonly number[];
  /** By number; recorded runs may know their last one only. */
  readonly attempts: Map<number, RunAttempt>;
};

export type DeploymentState = "error" | "failure" | "inactive" | "in_progress" | "queued" | "pending" | "success";

export type DeploymentStatus = {
  readonly id: number;
  readonly nodeId: string;
  readonly state: DeploymentState;
  readonly creator: Account | null;
  readonly description: string;
  readonly createdAt: Instant;
};

export type Deployment = {
  readonly id: number;
  readonly nodeId: string;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string;
  readonly creator: Account | null;
  readonly isProduction: boolean;
  readonly createdAt: Instant;
  updatedAt: Instant;
  /** Oldest first. */
  statuses: DeploymentStatus[];
};

export type Release = {
  readonly id: number;
  readonly nodeId: string;
  tag: string;
  name: string | null;
  body: string;
  isDraft: boolean;
  isPrerelease: boolean;
  readonly author: Account | null;
  readonly target: string;
  readonly createdAt: Instant;
  updatedAt: Instant;
  publishedAt: Instant | null;
};

/** Of a commit; an annotated one stands on a git object of its own, which has its own time. */
export type Tag = {
  readonly name: string;
  readonly sha: string;
  readonly annotation?: { readonly sha: string; readonly at: string };
};
