import type { KeyRing } from "@pulse/db";

/** What an app must be given before its actions can ask GitHub. */
export type GitHubAccess = {
  readonly apiUrl: string;
  /** Of PULSE_ENCRYPTION_KEYS. */
  readonly keys: KeyRing;
  /** GITHUB_TOKEN, which stands in where a workspace has no connection of its own; null where it must not. */
  readonly token: string | null;
  /** Another way to the wire, in tests. */
  readonly fetch?: typeof fetch;
  /** How long to wait at most before the second try of what GitHub could not answer; a second unless given. */
  readonly retryBaseMs?: number;
};
