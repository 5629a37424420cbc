import type {
  ClientSetup,
  DeployAccess,
  GitHubAccess,
  findClient,
  Identity,
  listClientGrants,
  listSessions,
  readPreferences,
  revokeClientGrant,
  revokeSession,
  signOutEverywhere,
  ToolDefinition,
} from "@pulse/actions";
import type { Db, getWorkspace, listWorkspaces } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";

import type * as webActions from "./web-actions.ts";

/**
 * What server.ts hands to the pages: one pool, one logger and one set of actions for the whole process.
 * It crosses by globalThis because Next's bundle holds its own copy of every module that it imports.
 */
export type Runtime = {
  readonly actions: typeof webActions;
  readonly clock: Clock;
  readonly db: Db;
  /** Null where this process was given no way to App Platform. */
  readonly deploy: DeployAccess | null;
  readonly getWorkspace: typeof getWorkspace;
  /** False where only the local owner's link opens the door. */
  readonly hasGitHubSignIn: boolean;
  /** Lets the page of a request be shown again for so long, while nothing that it shows has changed. */
  readonly holdPage: (requestId: string, forMs: number) => void;
  /** Lets the page of a request say that it is no success. */
  readonly noteStatus: (requestId: string, status: number) => void;
  /** GITHUB_URL, without a slash at its end: where links to items lead. */
  readonly githubUrl: string;
  /** Null where this process was given no way to open connections. */
  readonly github: GitHubAccess | null;
  /** Everything here is made up, and every page says so. */
  readonly isDemo: boolean;
  readonly keyMaker: Pick<Identity, "createApiKey">;
  readonly findClient: typeof findClient;
  readonly listClientGrants: typeof listClientGrants;
  readonly listSessions: typeof listSessions;
  readonly readPreferences: typeof readPreferences;
  readonly listWorkspaces: typeof listWorkspaces;
  readonly logger: Logger;
  readonly revokeClientGrant: typeof revokeClientGrant;
  readonly revokeSession: typeof revokeSession;
  readonly signOutEverywhere: typeof signOutEverywhere;
  /** Where people reach this app: scheme, host and port. */
  readonly publicUrl: string;
  /** The tools of AI clients, as they are told of them. */
  readonly tools: readonly { readonly definition: ToolDefinition; readonly isOptIn: boolean }[];
  /** What to give to AI clients, with a placeholder for the key. */
  readonly mcpClients: { readonly signingIn: readonly ClientSetup[]; readonly withKey: readonly ClientSetup[] };
  /** Where the live stream of a page that is read now begins. */
  readonly readEventPosition: () => Promise<string>;
};

const key = Symbol.for("pulse-hub.web.runtime");
const holder: typeof globalThis & { [key]?: Runtime } = globalThis;

export function setRuntime(runtime: Runtime): void {
  holder[key] = runtime;
}

/** Null outside server.ts, as in tests of single components. */
export function findRuntime(): Runtime | null {
  return holder[key] ?? null;
}

export function getRuntime(): Runtime {
  const runtime = findRuntime();
  if (runtime === null) throw new Error("The pages run inside server.ts only; next start alone has no database");
  return runtime;
}
