import type { Tx } from "@pulse/db";

export type ConnectionKind = "anonymous" | "token" | "fine_grained_token" | "app";

/** What GitHub counts by itself, each with an hourly limit of its own. */
export type RateResource = "core" | "graphql" | "search";

/** A row of pulse.connections with its secret opened: it never leaves the process that reads GitHub with it. */
export type OpenedConnection = {
  readonly id: number;
  readonly workspaceId: number;
  readonly kind: ConnectionKind;
  readonly name: string;
  /** Share of every hourly limit that sync leaves to people. */
  readonly interactiveReserve: number;
  readonly credential: ConnectionCredential | AppCredential;
};

export type ConnectionCredential =
  | { readonly kind: "none" }
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "app";
      readonly appId: number;
      readonly installationId: number;
      readonly privateKey: string;
    };

/** The App as itself, not one of its installations: what it may ask is little, and GitHub counts it apart. */
type AppCredential = { readonly kind: "app_itself"; readonly appId: number; readonly privateKey: string };

export type GetOptions = {
  readonly query?: Readonly<Record<string, string | number>>;
  /** Sends the ETag stored for this address and credential, so that an unchanged answer costs nothing. */
  readonly isConditional?: boolean;
  /** An ETag that the caller keeps with what it stands for. */
  readonly etag?: string;
  /** Goes to this address alone: where GitHub would send us on, it throws `conflict` instead. */
  readonly isDirect?: boolean;
  readonly accept?: string;
  readonly signal?: AbortSignal;
};

export type RestAnswer = {
  readonly isNotModified: false;
  readonly status: number;
  readonly data: unknown;
  /** Address of the next page, to be given to `get` as it is. */
  readonly next: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Where GitHub sent us on the same host instead of the address asked for: a renamed or transferred repository. */
  readonly movedTo: string | null;
  /** Keeps the answer's ETag in the transaction that saves what came with it. */
  readonly saveEtag: (tx: Tx) => Promise<void>;
};

type Located =
  | { readonly kind: "here"; readonly text: string }
  /** With others: no credential may go along, and nothing says that the address is a good one. */
  | { readonly kind: "elsewhere"; readonly url: URL };

type WriteOptions = { readonly signal?: AbortSignal };

export type GraphQLAnswer<T> = {
  readonly data: T;
  /** Points that the query cost; 1, the least there is, when it did not select `rateLimit { cost }`. */
  readonly cost: number;
  /** What GitHub could not give although it gave the rest. */
  readonly errors: readonly GraphQLFault[];
};

export type GraphQLFault = {
  readonly type: string | null;
  readonly message: string;
  readonly path: readonly (string | number)[];
};

/**
 * One connection's way to GitHub: every call counts against the budget that all processes share, honours both kinds of limit and is timed
 * out. Throws `limited` (`details.retryAt`), `unauthenticated`, `forbidden`, `not_found`, `conflict`, `invalid`, and `unavailable`, whose
 * `details.isTooMuch` says that asking for less may help. What was aborted throws the signal's reason.
 */
export type GitHubClient = {
  readonly connection: Pick<OpenedConnection, "id" | "workspaceId" | "kind">;
  readonly get: (path: string, options?: GetOptions) => Promise<{ readonly isNotModified: true } | RestAnswer>;
  /** Where GitHub sends whoever asks for this, without going there; or what it answers at once. */
  readonly locate: (path: string, options?: WriteOptions) => Promise<Located>;
  readonly post: (path: string, body: unknown, options?: WriteOptions) => Promise<RestAnswer>;
  readonly patch: (path: string, body: unknown, options?: WriteOptions) => Promise<RestAnswer>;
  readonly delete: (path: string, body?: unknown, options?: WriteOptions) => Promise<RestAnswer>;
  readonly graphql: <T>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    options?: WriteOptions,
  ) => Promise<GraphQLAnswer<T>>;
  /** Since the client was made. 304s are requests too; `points` are those of GraphQL. */
  readonly usage: { readonly requests: number; readonly notModified: number; readonly points: number };
};
