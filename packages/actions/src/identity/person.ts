import type { Role } from "@pulse/db";

import type { Scope } from "../action.ts";
import type { User } from "./find-user.ts";

/** Who a request comes from, proven by a session or by a key. */
export type Person = User & {
  readonly proof:
    | {
        readonly kind: "session";
        readonly sessionId: string;
        /** When whoever holds it proved who they are; text, because it travels in a header. */
        readonly signedInAt: string;
      }
    /** Opens one workspace, and never more of it than the person's own role does. */
    | {
        readonly kind: "api_key";
        readonly keyId: string;
        readonly workspaceId: number;
        readonly scopes: readonly Scope[];
        /** What they are there, where that was asked together with the key. Null: no member any more. */
        readonly role?: Role | null;
      };
};
