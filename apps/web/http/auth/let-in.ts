import type { IncomingMessage, ServerResponse } from "node:http";

import type { Person } from "@pulse/actions";
import { isAppError } from "@pulse/kit";

import { refuse } from "../answer-own-routes.ts";
import { refuseLimited, type RequestLimits } from "../limits/request-limits.ts";
import type { AuthRequest } from "./answer-auth.ts";
import type { Door } from "./door.ts";
import { writePerson } from "./person-header.ts";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Files that say nothing about anybody, the description of the API among them, and the pages of people who are not in yet. */
const openPaths =
  /^\/(_next\/static\/|_next\/image|icon\.svg$|robots\.txt$|api\/openapi\.json$|api\/docs(\/rapidoc\.js)?$|sign-in$|sign-in\/error$)/;

type Gate = { readonly door: Door; readonly limits: RequestLimits };
type Asked = AuthRequest & { readonly address: string };

/**
 * Lets a request through to what people see: under a name of ours, from a page of ours where it changes something, and from somebody.
 * Whoever is let in stands in the request from then on. False means that it was answered here.
 */
export async function letIn({ door, limits }: Gate, asked: Asked): Promise<boolean> {
  const { path, requestId, request, response, address } = asked;
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
  const isWithProof = request.headers.authorization !== undefined;
  const wait = isWithProof ? limits.lookAtWrongKeys(address) : null;
  const person = wait === null ? await findPerson({ door, limits }, asked) : null;
  const retryAfter = person === null ? wait : limits.takeProof(person.proof);
  if (retryAfter !== null) {
    refuseLimited(response, { retryAfter, requestId });
    return false;
  }
  if (person === null) {
    askToSignIn(door, asked);
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

/** Keys that are none count against where they come from: their owners know theirs. */
async function findPerson({ door, limits }: Gate, { path, request, response, address }: Asked): Promise<Person | null> {
  try {
    return await door.findPerson(request, path);
  } catch (error) {
    if (isAppError(error) && error.code === "unauthenticated") {
      response.setHeader("WWW-Authenticate", `${door.challengeOf(path)}, error="invalid_token"`);
      await limits.countWrongKey(address);
    }
    throw error;
  }
}

function askToSignIn(door: Door, { path, requestId, request, response }: AuthRequest): void {
  if (isForPrograms(path, request)) {
    response.setHeader("WWW-Authenticate", door.challengeOf(path));
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
