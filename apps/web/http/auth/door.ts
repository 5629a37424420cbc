import type { IncomingMessage } from "node:http";

import type { Identity, Person } from "@pulse/actions";

import { isLocalHost } from "../is-local-host.ts";
import { answerAuth, type AuthRequest } from "./answer-auth.ts";
import type { Connecting } from "./answer-connect.ts";
import { isOwnOrigin } from "./is-own-origin.ts";
import { toHeaders } from "./to-headers.ts";

/** Who may come in, and by which name of this server. */
export type Door = {
  /** False for a Host header of somebody else's (DNS rebinding), or none. */
  readonly isOurHost: (host: string | undefined) => boolean;
  /** False for a change that a page of another site asks for. */
  readonly isOwnOrigin: (request: IncomingMessage) => boolean;
  /** Who the request is from; null when nothing proves it. Throws `unauthenticated` for a proof that is wrong. */
  readonly findPerson: (request: IncomingMessage) => Promise<Person | null>;
  /** Answers the ways in and out; false when the path is none of them. */
  readonly answerAuth: (asked: AuthRequest) => Promise<boolean>;
};

/** The door of this installation. A local one has no OAuth app, and answers to this machine's own names alone. */
export function createDoor(identity: Identity, connecting: Connecting): Door {
  const isLocal = identity.settings.github === null;
  const { publicUrl } = identity.settings;
  const publicHost = new URL(publicUrl).host.toLowerCase();
  return {
    isOurHost: (host) => isLocalHost(host) || (!isLocal && host?.toLowerCase() === publicHost),
    isOwnOrigin: (request) => isOwnOrigin(request, { publicUrl, isLocal }),
    findPerson: async (request) => await identity.findPerson(toHeaders(request)),
    answerAuth: async (asked) => await answerAuth({ identity, isLocal, connecting }, asked),
  };
}
