import type { Db } from "@pulse/db";
import type { Clock, Logger } from "@pulse/kit";

export type IdentityContext = {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetch: typeof fetch;
};

/** Our error page; the code of what went wrong comes behind it. */
export const signInErrorPath = "/sign-in/error";

/** What sign-in needs to know of this installation. */
export type IdentitySettings = {
  /** Where people reach the web app: scheme, host and port, nothing behind. */
  readonly publicUrl: string;
  /** Signs cookies and encrypts OAuth tokens; at least 32 characters. */
  readonly secret: string;
  /** Null: nobody can sign in with GitHub, and only the local owner's link opens the door. */
  readonly github: GitHubOAuth | null;
  /** Logins that may make an account by themselves, in lower case. */
  readonly allowedLogins: readonly string[];
  /** Organisations whose (public) members may, in lower case. */
  readonly allowedOrgs: readonly string[];
  /** Where people sign in: programs of others may ask them for access there. Other processes make no tokens and know of none. */
  readonly isOpenToClients?: boolean;
};

export type GitHubOAuth = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** https://github.com, or a GitHub Enterprise. */
  readonly url: string;
  readonly apiUrl: string;
};
