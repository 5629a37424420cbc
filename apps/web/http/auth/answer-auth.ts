import type { IncomingMessage, ServerResponse } from "node:http";

import { readCookie, type Identity } from "@pulse/actions";

import { isAppError } from "@pulse/kit";

import { refuse } from "../answer-own-routes.ts";
import { beginConnecting, connectCookie, endConnecting, type Connecting } from "./answer-connect.ts";
import { isOwnOrigin } from "./is-own-origin.ts";
import { sendResponse, toHeaders } from "./to-headers.ts";

export type AuthRoutes = { readonly identity: Identity; readonly isLocal: boolean; readonly connecting: Connecting };

export type AuthRequest = {
  readonly path: string;
  readonly requestId: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

const prefix = "/api/auth/";
const joinPrefix = "/join/";
const errorPage = "/sign-in/error";

/** Answers `/api/auth/…`: the ways in and out. False means that the path is none of these. Better Auth's other addresses stay closed. */
export async function answerAuth(routes: AuthRoutes, asked: AuthRequest): Promise<boolean> {
  if (isWrongCallback(asked)) {
    sendTo(asked.response, `${errorPage}?error=OAUTH_REDIRECT_404`);
    return true;
  }
  if (asked.path.startsWith(joinPrefix)) {
    await answerJoin(routes, asked);
    return true;
  }
  if (!asked.path.startsWith(prefix)) return false;
  const route = asked.path.slice(prefix.length);
  const answer = answers[route];
  const method = asked.request.method ?? "";
  if (answer === undefined) {
    refuse(asked.response, {
      code: "not_found",
      detail: `There is nothing at ${asked.path}`,
      requestId: asked.requestId,
    });
  } else if (!answer.methods.includes(method)) refuseMethod(asked, answer.methods);
  else await answer.run(routes, asked);
  return true;
}

/** GitHub tells of a wrong callback address at the one that the app names, which may be any of this site, without what a sign-in brings along. */
function isWrongCallback({ request }: AuthRequest): boolean {
  return request.method === "GET" && urlOf(request).searchParams.get("error") === "redirect_uri_mismatch";
}

function refuseMethod({ path, response, requestId }: AuthRequest, methods: readonly string[]): void {
  refuse(response, {
    code: "invalid",
    status: 405,
    title: "Method not allowed",
    detail: `${path} takes ${methods.join(" and ")}`,
    requestId,
    allow: methods.join(", "),
  });
}

type Route = {
  readonly methods: readonly string[];
  readonly run: (routes: AuthRoutes, asked: AuthRequest) => Promise<void>;
};

const answers: Readonly<Record<string, Route>> = {
  "signin/github": {
    methods: ["GET", "HEAD"],
    run: async ({ identity }, { request, response }) => {
      const returnTo = urlOf(request).searchParams.get("returnTo");
      await sendResponse(response, await identity.startSignIn(toHeaders(request), returnTo));
    },
  },
  "callback/github": {
    methods: ["GET", "HEAD"],
    run: async (routes, asked) => {
      const { identity } = routes;
      const { request, response } = asked;
      const { searchParams } = urlOf(request);
      const isBare = !searchParams.has("state") || !(searchParams.has("code") || searchParams.has("error"));
      // A HEAD asks whether the address is there. It must not use the code up that a GET comes with.
      if (isBare || request.method === "HEAD") {
        sendTo(response, `${errorPage}?error=callback_alone`);
        return;
      }
      const carried = readCookie(request.headers.cookie ?? null, connectCookie(identity));
      const pending = identity.findPendingConnect({ carried, state: searchParams.get("state") });
      if (pending !== null) {
        await endConnecting(routes, asked, { pending, code: searchParams.get("code") });
        return;
      }
      const url = new URL(`${identity.settings.publicUrl}${request.url ?? ""}`);
      await sendResponse(response, await identity.handleCallback(new Request(url, { headers: toHeaders(request) })));
    },
  },
  "connect/github": {
    methods: ["GET"],
    run: beginConnecting,
  },
  link: {
    methods: ["GET"],
    run: async ({ identity, isLocal }, { request, response }) => {
      const token = urlOf(request).searchParams.get("token") ?? "";
      if (!isLocal) {
        sendTo(response, "/sign-in", ticket(identity, token));
        return;
      }
      try {
        await sendResponse(response, await identity.openLocalOwner(toHeaders(request), token));
      } catch (error) {
        if (!isAppError(error) || error.code !== "unauthenticated") throw error;
        sendTo(response, `${errorPage}?error=link_spent`);
      }
    },
  },
  "sign-out": {
    methods: ["POST"],
    run: async ({ identity, isLocal }, { request, response, requestId }) => {
      if (!isOwnOrigin(request, { publicUrl: identity.settings.publicUrl, isLocal })) {
        const detail = "This came from a page of another site. Sign out here yourself";
        refuse(response, { code: "forbidden", detail, requestId });
        return;
      }
      const signedOut = await identity.signOut(toHeaders(request));
      // Over plain http browsers take it from loopback alone; elsewhere no page is kept anyway.
      response.setHeader("Clear-Site-Data", '"cache", "storage"');
      for (const cookie of signedOut.headers.getSetCookie()) response.appendHeader("Set-Cookie", cookie);
      sendTo(response, "/sign-in");
    },
  },
};

/** An invitation's link: whoever is in already accepts it at once, everybody else by signing in. */
async function answerJoin({ identity }: AuthRoutes, asked: AuthRequest): Promise<void> {
  const { path, request, response } = asked;
  if (request.method !== "GET") {
    refuseMethod(asked, ["GET"]);
    return;
  }
  const token = path.slice(joinPrefix.length);
  const headers = toHeaders(request);
  const person = await identity.findPerson(headers);
  if (person === null) sendTo(response, "/sign-in?invited", ticket(identity, token));
  else {
    await identity.acceptInvitation(person, token, headers);
    sendTo(response, "/");
  }
}

/** The cookie that carries a link's or an invitation's token to GitHub and back: an hour, unseen by scripts. */
function ticket(identity: Identity, token: string): string {
  const secure = identity.settings.publicUrl.startsWith("https:") ? "; Secure" : "";
  return `${identity.ticketCookie}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600${secure}`;
}

function sendTo(response: ServerResponse, location: string, cookie?: string): void {
  if (cookie !== undefined) response.appendHeader("Set-Cookie", cookie);
  response.writeHead(location.startsWith(errorPage) ? 302 : 303, { Location: location, "Cache-Control": "no-store" });
  response.end();
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? "/", "http://localhost");
}
