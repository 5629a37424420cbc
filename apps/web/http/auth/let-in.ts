import type { IncomingMessage, ServerResponse } from "node:http";

import { refuse } from "../answer-own-routes.ts";
import type { AuthRequest } from "./answer-auth.ts";
import type { Door } from "./door.ts";
import { writePerson } from "./person-header.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Files that say nothing about anybody, and the pages of people who are not in yet. */
const openPaths = /^\/(_next\/static\/|_next\/image|favicon\.ico$|icon\.svg$|robots\.txt$|sign-in$|sign-in\/error$)/;

/**
 * Lets a request through to what people see: under a name of ours, from a page of ours where it changes something, and from somebody.
 * Whoever is let in stands in the request from then on. False means that it was answered here.
 */
export async function letIn(door: Door, asked: AuthRequest): Promise<boolean> {
  const { path, requestId, request, response } = asked;
  writePerson(request, null);
  if (!door.isOurHost(request.headers.host)) {
    refuse(response, {
      code: "forbidden",
      status: 421,
      title: "Misdirected request",
      detail:
        "This Pulse-Hub answers to its own names only. Open it under the address that ./pulse up or your operator gave",
      requestId,
    });
    return false;
  }
  if (await door.answerAuth(asked)) return false;
  if (openPaths.test(path)) return true;
  const person = await door.findPerson(request);
  if (person === null) {
    askToSignIn(asked);
    return false;
  }
  // A key is sent by a program on purpose; a cookie goes along with whatever any page makes the browser ask.
  const isChange = !safeMethods.has(request.method ?? "");
  if (isChange && person.proof.kind === "session" && !door.isOwnOrigin(request)) {
    refuse(response, { code: "forbidden", detail: "This change was asked for by a page of another site", requestId });
    return false;
  }
  writePerson(request, person);
  return true;
}

function askToSignIn({ path, requestId, request, response }: AuthRequest): void {
  if (isForPrograms(path, request)) {
    response.setHeader("WWW-Authenticate", 'Bearer realm="pulse-hub"');
    const detail = "Sign in, or send an API key: Authorization: Bearer phk_… (./pulse key create makes one)";
    refuse(response, { code: "unauthenticated", detail, requestId });
    return;
  }
  redirect(response, `/sign-in?returnTo=${encodeURIComponent(request.url ?? "/")}`);
}

function isForPrograms(path: string, request: IncomingMessage): boolean {
  return path === "/api" || path.startsWith("/api/") || !safeMethods.has(request.method ?? "");
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location, "Cache-Control": "no-store" });
  response.end();
}
