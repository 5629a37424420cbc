import type { IncomingMessage } from "node:http";

import type { Identity, Person } from "@pulse/actions";
import type { Db } from "@pulse/db";

import { isLocalHost } from "../is-local-host.ts";
import { isMcpPath } from "../mcp/is-mcp-path.ts";
import { answerAuth, type AuthRequest } from "./answer-auth.ts";
import { answerClients } from "./answer-clients.ts";
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
  readonly findPerson: (request: IncomingMessage, path: string) => Promise<Person | null>;
  /** What a program is told that showed no proof, or a wrong one: how to get a right one. */
  readonly challengeOf: (path: string) => string;
  /** Answers the ways in and out; false when the path is none of them. */
  readonly answerAuth: (asked: AuthRequest) => Promise<boolean>;
};

/** The door of this installation. A local one has no OAuth app, and answers to this machine's own names alone. */
export function createDoor(
  identity: Identity,
  { connecting, db }: { readonly connecting: Connecting; readonly db: Db },
): Door {
  const isLocal = identity.settings.github === null;
  const { publicUrl } = identity.settings;
  const publicHost = new URL(publicUrl).host.toLowerCase();
  return {
    isOurHost: (host) => isLocalHost(host) || (!isLocal && host?.toLowerCase() === publicHost),
    isOwnOrigin: (request) => isOwnOrigin(request, { publicUrl, isLocal }),
    findPerson: async (request, path) => {
      const token = clientToken.exec(request.headers.authorization ?? "")?.[1];
      // Tokens of clients are good for the MCP endpoint, which they were made for, and for nothing else here.
      if (token === undefined || identity.clients === null || !isMcpPath(path))
        return await identity.findPerson(toHeaders(request));
      return await identity.clients.findHolder(token);
    },
    challengeOf: (path) => {
      const { clients } = identity;
      if (clients === null || !isMcpPath(path)) return 'Bearer realm="pulse-hub"';
      const { resourceMetadataAddress: address, scopes } = clients;
      return `Bearer realm="pulse-hub", resource_metadata="${address}", scope="${scopes.join(" ")}"`;
    },
    answerAuth: async (asked) =>
      (await answerClients({ identity, isLocal, db }, asked)) ||
      (await answerAuth({ identity, isLocal, connecting }, asked)),
  };
}

/** Three parts: a signed token. API keys have one. */
const clientToken = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
