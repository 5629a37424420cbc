/** What a handler of one of GitHub's events is, and what it may use. A handler reads a payload, names its people, and writes what it says. */
import type { LiveEvent, Tx } from "@pulse/db";
import type { z } from "zod";

import type { SaveScope } from "../save/save-scope.ts";
import type { SyncKind } from "../save/save-sync-state.ts";
import type { PayloadUser } from "./payload/user.ts";

/** A workspace's row of a repository that a delivery concerns. */
export type ConcernedRepository = {
  readonly id: number;
  readonly workspaceId: number;
  readonly githubId: number;
  readonly fullName: string;
  readonly defaultBranch: string | null;
};

/** The stored account of somebody in the payload; null for nobody and for deleted accounts. */
export type AccountOf = (user: PayloadUser | undefined) => number | null;

export type ApplyContext = {
  readonly tx: Tx;
  /** Read when it was received: what sync read later stays. */
  readonly scope: SaveScope;
  readonly repository: ConcernedRepository;
  readonly accountOf: AccountOf;
};

export type LiveSubject = Pick<LiveEvent, "kind" | "subject">;

/** `done`: written, or seen to be old. `wait`: something must come first; tried again in a moment, and handed to sync when it never comes. */
export type Applied =
  | {
      readonly kind: "done";
      readonly outcome: string;
      readonly changed: readonly SyncKind[];
      readonly live: readonly LiveSubject[];
      /** Why sync should read the repository again: the payload does not hold everything. */
      readonly refresh: string | null;
    }
  | { readonly kind: "ignored"; readonly outcome: string }
  | { readonly kind: "wait"; readonly reason: string };

type Definition<Schema extends z.ZodType> = {
  readonly event: string;
  readonly schema: Schema;
  readonly people: (payload: z.output<Schema>) => readonly (PayloadUser | undefined)[];
  readonly apply: (ctx: ApplyContext, payload: z.output<Schema>) => Promise<Applied>;
};

export type ReadPayload = {
  readonly people: readonly PayloadUser[];
  readonly apply: (ctx: ApplyContext) => Promise<Applied>;
};

export type EventHandler = {
  readonly event: string;
  /** What the payload says, or (text) where it has not the shape of this event. */
  readonly read: (payload: unknown) => ReadPayload | string;
};

export function defineHandler<Schema extends z.ZodType>(definition: Definition<Schema>): EventHandler {
  return {
    event: definition.event,
    read: (payload) => {
      const parsed = definition.schema.safeParse(payload);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return `${issue?.path.join(".") ?? "payload"}: ${issue?.message ?? "has another shape"}`;
      }
      return {
        people: definition.people(parsed.data).filter((user) => user !== undefined),
        apply: async (ctx) => await definition.apply(ctx, parsed.data),
      };
    },
  };
}

type Done = Extract<Applied, { kind: "done" }>;

export function done(outcome: string, rest: Partial<Omit<Done, "kind" | "outcome">> = {}): Applied {
  return { kind: "done", outcome, changed: [], live: [], refresh: null, ...rest };
}
