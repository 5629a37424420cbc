import type { IncomingMessage, ServerResponse } from "node:http";

import type { Identity, Person } from "@pulse/actions";
import { isAppError } from "@pulse/kit";

import { refuse } from "../answer-own-routes.ts";
import type { AuthRequest, AuthRoutes } from "./answer-auth.ts";
import { isOwnOrigin } from "./is-own-origin.ts";
import { toHeaders } from "./to-headers.ts";

type Pending = Parameters<Identity["finishConnect"]>[0]["pending"];

/** What is done with a token that somebody lends a workspace. */
export type Connecting = {
  /** Throws `not_found` and `forbidden` for whoever may not add a connection there: before GitHub is asked for anything. */
  readonly requireAdmin: (person: Person, slug: string) => Promise<void>;
  readonly save: (
    asked: Pick<AuthRequest, "request" | "requestId">,
    lent: { readonly person: Person; readonly slug: string; readonly token: string },
  ) => Promise<void>;
};

/** Sends somebody who is in to GitHub, to lend a workspace more than a sign-in asks for. */
export async function beginConnecting(
  { identity, isLocal, connecting }: AuthRoutes,
  asked: AuthRequest,
): Promise<void> {
  const { request, response, requestId } = asked;
  const query = new URL(request.url ?? "/", "http://localhost").searchParams;
  const slug = query.get("workspace") ?? "";
  // GitHub does not ask again where it was told yes before, so a link on another site must not begin this.
  if (!isOwnOrigin(request, { publicUrl: identity.settings.publicUrl, isLocal })) {
    const detail = "This came from a page of another site. Open Settings, Connections here yourself";
    refuse(response, { code: "forbidden", detail, requestId });
    return;
  }
  const person = await identity.findPerson(toHeaders(request));
  if (person?.proof.kind !== "session") {
    leadTo(response, `/sign-in?returnTo=${encodeURIComponent(`/${slug}/settings/connections`)}`);
    return;
  }
  await connecting.requireAdmin(person, slug);
  const access = query.get("access") === "private" ? "private" : "public";
  const { location, carried } = identity.startConnect({ userId: person.userId, slug, access });
  response.appendHeader("Set-Cookie", carry(identity, carried, 600));
  leadTo(response, location);
}

/** GitHub's answer: the connection is saved, or the page of connections says why it was not. */
export async function endConnecting(
  { identity, connecting }: AuthRoutes,
  asked: AuthRequest,
  answer: { readonly pending: Pending; readonly code: string | null },
): Promise<void> {
  const { request, response } = asked;
  const { pending, code } = answer;
  response.appendHeader("Set-Cookie", carry(identity, "", 0));
  const page = `/${pending.slug}/settings/connections`;
  const person = await identity.findPerson(toHeaders(request));
  if (person?.proof.kind !== "session" || person.userId !== pending.userId) {
    leadTo(response, "/sign-in/error?error=state_mismatch");
    return;
  }
  if (code === null) {
    leadTo(response, `${page}?connect=denied`);
    return;
  }
  try {
    const token = await identity.finishConnect({ code, pending, login: person.login });
    await connecting.save(asked, { person, slug: pending.slug, token });
    leadTo(response, `${page}?connect=done`);
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw error;
    leadTo(response, `${page}?connect=${error.code === "forbidden" ? "other_account" : "failed"}`);
  }
}

/** Name of the cookie with what was begun; beside the one of links, under the same rules. */
export function connectCookie(identity: Identity): string {
  return identity.ticketCookie.replace(/ticket$/, "connect");
}

function carry(identity: Identity, value: string, seconds: number): string {
  const secure = identity.settings.publicUrl.startsWith("https:") ? "; Secure" : "";
  return `${connectCookie(identity)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
}

function leadTo(response: ServerResponse<IncomingMessage>, location: string): void {
  response.writeHead(303, { Location: location, "Cache-Control": "no-store" });
  response.end();
}
