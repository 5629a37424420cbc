import type { Spec } from "../spec/spec.ts";

export const phases = [
  "UNKNOWN",
  "PENDING_BUILD",
  "BUILDING",
  "PENDING_DEPLOY",
  "DEPLOYING",
  "ACTIVE",
  "SUPERSEDED",
  "ERROR",
  "CANCELED",
] as const;
export type Phase = (typeof phases)[number];

export type Step = {
  readonly name: string;
  readonly status: string;
  readonly component: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** An open list: a code that nobody has heard of is passed on as it is. */
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly steps: readonly Step[];
};

export type Deployment = {
  readonly id: string;
  readonly phase: Phase;
  readonly cause: string;
  /** MANUAL, DEPLOY_ON_PUSH, MANUAL_ROLLBACK, AUTO_ROLLBACK, …; null where the platform tells none. */
  readonly causeType: string | null;
  readonly previousId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  /** What really was built, of each component that has a commit. */
  readonly commits: Readonly<Record<string, string>>;
  readonly spec: Spec | null;
  readonly steps: readonly Step[];
};

export type App = {
  readonly id: string;
  readonly spec: Spec;
  /** Where people reach it. */
  readonly url: string | null;
  readonly active: Deployment | null;
  readonly inProgress: Deployment | null;
  readonly pending: Deployment | null;
  /** Set while a rollback is neither committed nor reverted: no deployment starts. */
  readonly pinned: Deployment | null;
  readonly updatedAt: string | null;
};

export type ComponentHealth = {
  readonly name: string;
  readonly state: "UNKNOWN" | "HEALTHY" | "UNHEALTHY";
  readonly replicasDesired: number;
  readonly replicasReady: number;
  readonly cpuPercent: number;
  readonly memoryPercent: number;
};

export type InstanceSize = {
  readonly slug: string;
  readonly usdPerMonth: number;
  readonly memoryBytes: number;
  readonly isDeprecated: boolean;
  readonly isSingleOnly: boolean;
};

export type RollbackVerdict = {
  readonly isValid: boolean;
  readonly error: RollbackCondition | null;
  readonly warnings: readonly RollbackCondition[];
};
type RollbackCondition = {
  readonly code: string;
  readonly message: string;
  readonly components: readonly string[];
};

type Proposal = {
  readonly isNameAvailable: boolean;
  readonly nameSuggestion: string | null;
  /** What the platform itself reckons, in whole dollars a month. */
  readonly usdPerMonth: number | null;
  readonly spec: Spec;
};

export type LogType = "BUILD" | "DEPLOY" | "RUN" | "RUN_RESTARTED";

/**
 * DigitalOcean's App Platform. What only reads is tried again; what changes is asked once, but for a 429, after which nothing has happened.
 * Throws AppError: `unauthenticated`, `forbidden`, `not_found`, `conflict`, `invalid` as the platform refused, `limited` beyond its rate
 * limit (`details.resetAt`), `unavailable` where it did not answer or answered what is no JSON (`details.isUnsure`: it may have been done).
 */
export type Platform = {
  readonly listApps: () => Promise<readonly App[]>;
  readonly getApp: (appId: string) => Promise<App>;
  /** Makes an app, which starts its first deployment. Throws `conflict` where one of this name is there. */
  readonly createApp: (spec: Spec) => Promise<App>;
  readonly updateApp: (
    appId: string,
    input: { readonly spec: Spec; readonly areSourcesUpdated: boolean },
  ) => Promise<App>;
  readonly propose: (input: { readonly spec: Spec; readonly appId: string | null }) => Promise<Proposal>;
  /** Newest first. */
  readonly listDeployments: (appId: string, input?: { readonly limit?: number }) => Promise<readonly Deployment[]>;
  readonly getDeployment: (appId: string, deploymentId: string) => Promise<Deployment>;
  readonly cancelDeployment: (appId: string, deploymentId: string) => Promise<Deployment>;
  readonly validateRollback: (appId: string, deploymentId: string) => Promise<RollbackVerdict>;
  /** Starts a new deployment of what that one ran, and pins the app to it. */
  readonly rollback: (appId: string, deploymentId: string) => Promise<Deployment>;
  /** Keeps what was rolled back to, and unpins. */
  readonly commitRollback: (appId: string) => Promise<void>;
  /** Deploys again what there was before the rollback, and unpins. */
  readonly revertRollback: (appId: string) => Promise<Deployment>;
  readonly health: (appId: string) => Promise<readonly ComponentHealth[]>;
  /** The log as it is stored now; null when there is none, which after a failed deployment may come soon. */
  readonly readLog: (
    appId: string,
    input: { readonly deploymentId: string | null; readonly component: string; readonly type: LogType },
  ) => Promise<string | null>;
  /** The log from now on, and what is stored of it before: until it ends, or the signal does. False when there is none. */
  readonly followLog: (
    appId: string,
    input: { readonly deploymentId: string | null; readonly component: string; readonly type: LogType },
    to: { readonly onText: (text: string) => void; readonly signal: AbortSignal },
  ) => Promise<boolean>;
  readonly listSizes: () => Promise<readonly InstanceSize[]>;
  /** What the last answer said of the rate limit; null before any. */
  readonly quota: () => { readonly limit: number; readonly remaining: number; readonly resetAt: Date } | null;
};
