import type { Step } from "../platform/platform.ts";
import type { DeployProblem } from "../problem/deploy-problem.ts";

export const runKinds = ["apply", "rollback"] as const;
export type RunKind = (typeof runKinds)[number];

/** `superseded` is neither success nor failure: somebody else's deployment overtook this one. */
export const runStates = ["running", "succeeded", "failed", "superseded", "cancelled"] as const;
export type RunState = (typeof runStates)[number];

/** How far a run is. What is done at each is safe to begin again: a run that was killed goes on at the stage that is stored. */
export const runStages = ["planned", "asking", "following", "verifying", "settling", "telling", "done"] as const;
type RunStage = (typeof runStages)[number];

/** What is to run afterwards, of one component: a commit, or an image by digest; both null where the plan names none. */
export type WantedVersion = {
  readonly component: string;
  readonly commit: string | null;
  readonly digest: string | null;
};

/** One deployment or rollback from its plan to its record: a row, so that another process can go on with it. */
export type DeployRun = {
  readonly id: number;
  readonly kind: RunKind;
  readonly appId: string;
  readonly appName: string;
  /** What the GitHub deployment is called: production, staging. */
  readonly environment: string;
  readonly state: RunState;
  readonly stage: RunStage;
  /** The plan as it was agreed to, in lines, without values. */
  readonly planLines: readonly string[];
  /** Tells whether a spec that is given again is the one that was planned. */
  readonly fingerprint: string;
  /** The platform's deployment to go back to; null when none is. */
  readonly targetId: string | null;
  readonly wanted: readonly WantedVersion[];
  /** Deployments that were there before this run asked for its own. */
  readonly knownIds: readonly string[];
  readonly deploymentId: string | null;
  readonly previousDeploymentId: string | null;
  /** The spec that was deployed, secrets as the platform encrypted them, for a later rollback to it. */
  readonly spec: unknown;
  readonly phase: string | null;
  readonly steps: readonly Step[];
  readonly problem: DeployProblem | null;
  /** What went wrong beside the deployment itself: a message that was not sent, a record that was not written. */
  readonly warnings: readonly string[];
  /** Who holds the app locked by this run, why, and until when unless it is extended. */
  readonly holder: string;
  readonly reason: string;
  readonly leaseToken: string;
  readonly leaseUntil: Date;
  readonly gitHubDeploymentId: number | null;
  readonly gitBranch: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
};

export type CapturedLog = {
  readonly component: string;
  readonly type: "BUILD" | "DEPLOY" | "RUN";
  readonly text: string;
};
