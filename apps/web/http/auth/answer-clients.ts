// Programs of others that want to ask the MCP endpoint for a person: how they learn whom to ask, get tokens, and where the person is asked.
import { text } from "node:stream/consumers";

import type { ClientDoor, ClientQuestion, Identity } from "@pulse/actions";
import { getWorkspace, type Db } from "@pulse/db";
import { isAppError } from "@pulse/kit";

import { refuse } from "../answer-own-routes.ts";
import { sendJson } from "../send-json.ts";
import type { AuthRequest } from "./answer-auth.ts";
import { isOwnOrigin } from "./is-own-origin.ts";
import { sendResponse, toHeaders } from "./to-headers.ts";

export type ClientRoutes = { readonly identity: Identity; readonly isLocal: boolean; readonly db: Db };

type Route = {
  readonly method: "GET" | "POST";
  readonly run: (ctx: ClientRoutes & { readonly clients: ClientDoor }, asked: AuthRequest) => Promise<void>;
};

/** Answers what clients of the MCP endpoint ask before they have a token. False means that the path is none of it. */
export async function answerClients(ctx: ClientRoutes, asked: AuthRequest): Promise<boolean> {
  const route = routes.find(({ path }) => path === asked.path);
  const { clients } = ctx.identity;
  if (route === undefined || clients === null) return false;
  const { method } = asked.request;
  if (method !== route.method && !(method === "HEAD" && route.method === "GET")) {
    const { path, requestId } = asked;
    const detail = `${path} takes ${route.method}`;
    refuse(asked.response, {
      code: "invalid",
      status: 405,
      title: "Method not allowed",
      detail,
      requestId,
      allow: route.method,
    });
    return true;
  }
  // Programs ask from no page; a page of another site could have a browser inside a network register what it likes.
  const site = { publicUrl: ctx.identity.settings.publicUrl, isLocal: ctx.isLocal };
  if (method === "POST" && !isOwnOrigin(asked.request, site)) {
    const detail = "This came from a page of another site. Begin again in the program";
    refuse(asked.response, { code: "forbidden", detail, requestId: asked.requestId });
    return true;
  }
  asked.response.setHeader("Cache-Control", "no-store");
  await route.run({ ...ctx, clients }, asked);
  return true;
}

const describeResource: Route = {
  method: "GET",
  run: ({ clients }, { response }) =>
    Promise.resolve(sendJson(response, { status: 200, body: clients.describeResource() })),
};

const describeServer: Route = {
  method: "GET",
  run: async ({ clients }, { response }) => sendJson(response, { status: 200, body: await clients.describeServer() }),
};

const question = (name: ClientQuestion): Route => ({
  method: name === "jwks" ? "GET" : "POST",
  run: async ({ clients }, { request, response }) => {
    const answer = await clients
      .answer(name, {
        contentType: request.headers["content-type"] ?? null,
        authorization: request.headers.authorization ?? null,
        body: name === "jwks" ? "" : await text(request),
      })
      .catch((error: unknown) => {
        if (!isAppError(error) || error.code !== "invalid") throw error;
        return Response.json({ error: "invalid_client_metadata", error_description: error.message }, { status: 400 });
      });
    await sendResponse(response, answer);
  },
});

const authorize: Route = {
  method: "GET",
  run: async ({ clients, identity }, { request, response }) => {
    const headers = toHeaders(request);
    headers.delete("authorization");
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const signIn = `/sign-in?returnTo=${encodeURIComponent(`${pathname}${search}`)}`;
    const person = await identity.findPerson(headers);
    if (person?.proof.kind !== "session") {
      leadTo(response, signIn);
      return;
    }
    const signedInAt = new Date(person.proof.signedInAt);
    const begun = await orNull(async () => await clients.begin(headers, search, signedInAt));
    if (begun === null) leadTo(response, `${signIn}&again`);
    else await sendResponse(response, begun);
  },
};

/** The form of the page that asks. */
const consent: Route = {
  method: "POST",
  run: async ({ clients, identity, db }, { request, requestId, response }) => {
    const headers = toHeaders(request);
    const form = new URLSearchParams(await text(request));
    const person = await identity.findPerson(headers);
    if (person?.proof.kind !== "session") {
      leadTo(response, "/sign-in?returnTo=%2F");
      return;
    }
    const { id: workspaceId } = await getWorkspace(db, { slug: form.get("workspace") ?? "", userId: person.userId });
    const query = form.get("query") ?? "";
    const { userId, proof } = person;
    const location = await orNull(
      async () =>
        await clients.decide({
          headers,
          userId,
          signedInAt: new Date(proof.signedInAt),
          origin: { source: "web", address: headers.get("x-pulse-address"), requestId },
          query,
          isAllowed: form.get("answer") === "allow",
          mayWrite: form.get("write") === "yes",
          workspaceId,
        }),
    );
    leadTo(response, location ?? `/sign-in?returnTo=${encodeURIComponent(askAgain(query))}&again`);
  },
};

const asked = /^(response_type|client_id|redirect_uri|scope|state|code_challenge|code_challenge_method|resource)$/;

/** Where the program led at first, out of the question of our page: ours is signed for the moment alone. */
function askAgain(query: string): string {
  const named = [...new URLSearchParams(query)].filter(([name]) => asked.test(name));
  return `/api/auth/oauth2/authorize?${new URLSearchParams(named).toString()}`;
}

/** Null for whoever came in too long ago to make a way in. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error) && error.code === "forbidden") return null;
    throw error;
  }
}

const routes: readonly (Route & { readonly path: string })[] = [
  { path: "/.well-known/oauth-protected-resource", ...describeResource },
  { path: "/.well-known/oauth-protected-resource/api/mcp", ...describeResource },
  { path: "/.well-known/oauth-authorization-server", ...describeServer },
  { path: "/.well-known/oauth-authorization-server/api/auth", ...describeServer },
  { path: "/api/auth/.well-known/oauth-authorization-server", ...describeServer },
  { path: "/api/auth/jwks", ...question("jwks") },
  { path: "/api/auth/oauth2/authorize", ...authorize },
  { path: "/api/auth/oauth2/consent", ...consent },
  { path: "/api/auth/oauth2/register", ...question("register") },
  { path: "/api/auth/oauth2/revoke", ...question("revoke") },
  { path: "/api/auth/oauth2/token", ...question("token") },
];

function leadTo(response: AuthRequest["response"], location: string): void {
  response.writeHead(303, { Location: location });
  response.end();
}
