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
};

export type GitHubOAuth = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** https://github.com, or a GitHub Enterprise. */
  readonly url: string;
  readonly apiUrl: string;
};
