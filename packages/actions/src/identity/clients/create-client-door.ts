import type { AsyncLocalStorage } from "node:async_hooks";

import type { Db, ServiceConnection } from "@pulse/db";
import { AppError, parseJson, type Clock } from "@pulse/kit";
import { z } from "zod";

import type { Origin } from "../../audit/record-change.ts";
import type { IdentitySettings } from "../identity-settings.ts";
import type { Person } from "../person.ts";
import { requireRecentSignIn } from "../require-recent-sign-in.ts";
import { allowClient } from "./allow-client.ts";
import { clientScopes, issuerOf, mcpAddress, resourceMetadataAddress } from "./client-addresses.ts";
import { readClientRegistration } from "./client-registration.ts";
import { clientSigningKey } from "./client-signing-key.ts";
import { findClientHolder } from "./find-client-holder.ts";

/** What clients ask of the authorisation server by themselves. */
export type ClientQuestion = "token" | "register" | "revoke" | "jwks";

type Handler = (request: Request) => Promise<Response>;

type Context = {
  /** Better Auth. */
  readonly handler: Promise<Handler>;
  readonly chosen: AsyncLocalStorage<number>;
  readonly service: ServiceConnection;
  readonly db: Db;
  readonly clock: Clock;
  readonly settings: IdentitySettings;
};

export type ClientDoor = ReturnType<typeof createClientDoor>;

const redirectSchema = z.object({ url: z.string() });
/** What is not open here, and so not told of. */
const closed = /^(introspection|backchannel|dpop)_|_signing_alg_values_supported$/;

/** How programs of others get tokens for a person: they register, the person is asked, and takes it back whenever they like. */
export function createClientDoor({ handler, chosen, service, db, clock, settings }: Context) {
  const key = clientSigningKey(settings.secret);
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> =>
    await sendTo(await handler, new Request(`${settings.publicUrl}${path}`, init));
  return {
    resourceMetadataAddress: resourceMetadataAddress(settings),
    scopes: clientScopes,

    /** RFC 9728: whom to ask for tokens, and for what. */
    describeResource: () => ({
      resource: mcpAddress(settings),
      resource_name: "Pulse-Hub",
      authorization_servers: [issuerOf(settings)],
      scopes_supported: clientScopes,
      bearer_methods_supported: ["header"],
    }),

    /** RFC 8414: how to ask. */
    describeServer: async (): Promise<unknown> => {
      const answer = await ask("/.well-known/oauth-authorization-server/api/auth");
      const described = z.record(z.string(), z.unknown()).parse(await answer.json());
      const open = Object.entries(described).filter(([name]) => !closed.test(name));
      return {
        ...Object.fromEntries(open),
        token_endpoint_auth_methods_supported: ["none", "client_secret_basic", "client_secret_post"],
        revocation_endpoint_auth_methods_supported: ["none", "client_secret_basic", "client_secret_post"],
      };
    },

    /** What a client asks by itself. No cookie goes along: a browser that is led here asks as nobody. */
    answer: async (
      question: ClientQuestion,
      asked: { readonly contentType: string | null; readonly authorization: string | null; readonly body: string },
    ): Promise<Response> => {
      if (question === "jwks") return await ask("/api/auth/jwks");
      const headers = new Headers({ accept: "application/json" });
      if (asked.contentType !== null) headers.set("content-type", asked.contentType);
      if (asked.authorization !== null) headers.set("authorization", asked.authorization);
      const body = question === "register" ? JSON.stringify(readClientRegistration(asked.body)) : asked.body;
      return await ask(`/api/auth/oauth2/${question}`, { method: "POST", headers, body });
    },

    /**
     * Leads a person's browser to the page that asks them, or back to the client with what is wrong. Each time: nobody is let in unseen. Throws
     * `forbidden` for whoever came in long ago.
     */
    begin: async (headers: Headers, search: string, signedInAt: Date): Promise<Response> => {
      requireRecentSignIn({ clock, signedInAt });
      const query = new URLSearchParams(search);
      query.set("prompt", "consent");
      // Who names no address means the only one there is.
      if (!query.has("resource")) query.set("resource", mcpAddress(settings));
      return await ask(`/api/auth/oauth2/authorize?${query.toString()}`, {
        headers: { cookie: headers.get("cookie") ?? "", accept: "text/html", "sec-fetch-mode": "navigate" },
      });
    },

    /**
     * Where the browser goes with the person's answer. Throws `invalid` for a question that we did not ask, or long ago, and `forbidden` where
     * whoever came in long ago says yes.
     */
    decide: async (answer: {
      readonly headers: Headers;
      readonly userId: string;
      readonly signedInAt: Date;
      readonly origin: Origin;
      /** As it stands behind the address of the page, signed. */
      readonly query: string;
      readonly isAllowed: boolean;
      readonly mayWrite: boolean;
      readonly workspaceId: number;
    }): Promise<string> => {
      const question = new URLSearchParams(answer.query);
      const asked = (question.get("scope") ?? "").split(" ");
      const scope = asked.filter((one) => one !== "write" || answer.mayWrite).join(" ");
      const body = { accept: answer.isAllowed, oauth_query: answer.query, ...(scope === "" ? {} : { scope }) };
      const headers = {
        cookie: answer.headers.get("cookie") ?? "",
        origin: settings.publicUrl,
        "content-type": "application/json",
      };
      const send = async (): Promise<string> => {
        const response = await chosen.run(
          answer.workspaceId,
          async () => await ask("/api/auth/oauth2/consent", { method: "POST", headers, body: JSON.stringify(body) }),
        );
        const redirect = redirectSchema.safeParse(parseJson(await response.text()));
        if (response.ok && redirect.success) return redirect.data.url;
        throw new AppError("invalid", "This question is too old, or was not asked by us. Begin again in the program");
      };
      question.set("scope", scope);
      return answer.isAllowed ? await allowClient({ db, clock }, { ...answer, question }, send) : await send();
    },

    /** For whom a client asks. Throws `unauthenticated` for a token that is none of ours, over, or taken back. */
    findHolder: async (token: string): Promise<Person> =>
      await findClientHolder({ service, clock, key, settings }, token),
  };
}

/** Better Auth throws what it refuses, so that it can be logged; here it is the answer. */
async function sendTo(handler: Handler, request: Request): Promise<Response> {
  try {
    return await handler(request);
  } catch (error) {
    const refused = refusalSchema.safeParse(error);
    if (!refused.success) throw error;
    return Response.json(refused.data.body ?? {}, { status: refused.data.statusCode });
  }
}

const refusalSchema = z.object({
  statusCode: z.number().int().min(400).max(499),
  body: z.record(z.string(), z.unknown()).optional(),
});
