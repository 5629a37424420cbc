/** As GitHub writes it: `2026-11-21T13:00:00Z`. Whole seconds, so that text order is time order. */
export type Instant = string;

export type Account = {
  readonly id: number;
  readonly nodeId: string;
  /** Without the `[bot]` that REST adds to the logins of apps. */
  login: string;
  name: string | null;
  email: string | null;
  kind: "User" | "Bot" | "Organization";
  readonly createdAt: Instant;
};

export type Team = {
  readonly id: number;
  readonly nodeId: string;
  readonly organisation: Account;
  name: string;
  slug: string;
  description: string | null;
  readonly members: Map<Account, "member" | "maintainer">;
  readonly repositories: Set<number>;
  readonly createdAt: Instant;
  updatedAt: Instant;
};
