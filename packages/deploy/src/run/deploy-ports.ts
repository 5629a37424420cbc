// What a deployment needs of others, which packages/actions supplies: this package stores nothing and knows neither Slack nor GitHub.
import type { Clock } from "@pulse/kit";

import type { CapturedLog, DeployRun, RunKind, RunState, WantedVersion } from "./deploy-run.ts";
import type { DeployRecord } from "./deploy-record.ts";

export type NewRun = {
  readonly kind: RunKind;
  readonly appId: string;
  readonly appName: string;
  readonly environment: string;
  readonly planLines: readonly string[];
  readonly fingerprint: string;
  readonly targetId: string | null;
  readonly wanted: readonly WantedVersion[];
  readonly holder: string;
  readonly reason: string;
  readonly gitBranch: string | null;
};

export type RunPatch = Partial<
  Pick<
    DeployRun,
    | "appId"
    | "stage"
    | "state"
    | "knownIds"
    | "deploymentId"
    | "previousDeploymentId"
    | "spec"
    | "phase"
    | "steps"
    | "problem"
    | "warnings"
    | "wanted"
    | "gitHubDeploymentId"
    | "finishedAt"
  >
> & { readonly record?: DeployRecord };

export type RunStore = {
  /** Begins a run, and with it locks the app. Throws `conflict` (`details.problem` DEPLOY_LOCKED) where one is unfinished. */
  readonly begin: (run: NewRun) => Promise<DeployRun>;
  readonly findUnfinished: (appId: string) => Promise<DeployRun | null>;
  /**
   * Goes on with a run in the place of whoever began it, once its lease has ended or when `isForced`, and notes that among its warnings where
   * something had been done already.
   * Throws `conflict` (`details.problem` DEPLOY_LOCKED, with holder, reason and leaseUntil) otherwise.
   */
  readonly takeOver: (
    run: DeployRun,
    by: { readonly holder: string; readonly isForced: boolean },
  ) => Promise<DeployRun>;
  /** Writes, and extends the lease. Throws `conflict` when somebody else has taken the run over meanwhile. */
  readonly save: (run: DeployRun, patch: RunPatch) => Promise<DeployRun>;
  /** Keeps what a log says now in the place of what it said before. */
  readonly keepLog: (run: DeployRun, log: CapturedLog) => Promise<void>;
};

export type ProbeAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly location: string | null; readonly body: string }
  | { readonly kind: "none"; readonly reason: string };

/** One GET from outside that follows no redirect; never throws for what a server does or does not answer. */
export type Probe = (url: string, options: { readonly timeoutMs: number }) => Promise<ProbeAnswer>;

export type DeployMessage = {
  readonly state: "started" | RunState;
  /** One line: what became of what. */
  readonly title: string;
  /** What is worth knowing beside it, in the order to show it. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly url: string | null;
};

export type GitHubDeploymentState = "in_progress" | "success" | "failure" | "error" | "inactive";

/** GitHub, as far as deployments need it. `repository` is owner/name. Each may throw: a deployment does not fail for it. */
export type DeployGitHub = {
  readonly findHead: (input: { readonly repository: string; readonly branch: string }) => Promise<string>;
  readonly createBranch: (input: {
    readonly repository: string;
    readonly branch: string;
    readonly sha: string;
  }) => Promise<void>;
  /** Finds the one with this `payload.run` first, so that asking twice makes one. */
  readonly ensureDeployment: (input: {
    readonly repository: string;
    readonly sha: string;
    readonly environment: string;
    readonly runId: number;
    readonly description: string;
  }) => Promise<number>;
  readonly addStatus: (input: {
    readonly repository: string;
    readonly deploymentId: number;
    readonly state: GitHubDeploymentState;
    readonly description: string;
    readonly url: string | null;
  }) => Promise<void>;
};

export type DeployPorts = {
  readonly store: RunStore;
  /** Sends to wherever the team reads. Throws when it could not; the deployment goes on and says so. */
  readonly notify: (message: DeployMessage) => Promise<void>;
  readonly probe: Probe;
  /** Null where nothing leads to GitHub: then no head is looked up and DORA is told nothing. */
  readonly github: DeployGitHub | null;
  /** Writes deployments/NAME; safe to repeat. */
  readonly keepRecord: (name: string, record: DeployRecord) => Promise<void>;
  readonly clock: Clock;
  /** Ends early, with the signal's reason, when it aborts. */
  readonly wait: (ms: number) => Promise<void>;
  readonly random: () => number;
};
