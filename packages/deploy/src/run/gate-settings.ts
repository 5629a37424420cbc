/** A question to the deployed app and the answer that it has to give. */
export type SmokeStep = {
  readonly name: string;
  readonly path: string;
  readonly status: readonly number[];
  /** What the Location of a redirect has to lead to: the sign-in page of GitHub with our own callback. */
  readonly isSignIn?: boolean;
};

export type GateSettings = {
  /** 200 when it can serve; null where an app has no such address. */
  readonly readyPath: string | null;
  /** The state of every service, as /api/health of Pulse-Hub tells it; null where an app has none. */
  readonly healthPath: string | null;
  /** How many rounds in a row have to be well. */
  readonly rounds: number;
  readonly roundMs: number;
  readonly deadlineMs: number;
  readonly timeoutMs: number;
  readonly smoke: readonly SmokeStep[];
};

export type DeploySettings = {
  readonly pollMs: number;
  /** How long each phase may take before the deployment is given up, and all of them together. */
  readonly phaseDeadlinesMs: Readonly<Record<string, number>>;
  readonly deadlineMs: number;
  readonly gate: GateSettings;
};

const minute = 60_000;

/** For Pulse-Hub itself. The platform ends a build after an hour; ours takes minutes, and half an hour is a hang. */
export const defaultSettings: DeploySettings = {
  pollMs: 5_000,
  phaseDeadlinesMs: {
    UNKNOWN: 10 * minute,
    PENDING_BUILD: 15 * minute,
    BUILDING: 25 * minute,
    PENDING_DEPLOY: 10 * minute,
    DEPLOYING: 20 * minute,
  },
  deadlineMs: 30 * minute,
  gate: {
    readyPath: "/api/ready",
    healthPath: "/api/health",
    rounds: 3,
    roundMs: 5_000,
    deadlineMs: 5 * minute,
    timeoutMs: 10_000,
    smoke: [
      { name: "version", path: "/api/version", status: [200] },
      { name: "sign-in", path: "/api/auth/signin/github", status: [302], isSignIn: true },
      { name: "callback", path: "/api/auth/callback/github", status: [302] },
      { name: "mcp", path: "/api/mcp/health", status: [200] },
    ],
  },
};
