import { AsyncLocalStorage } from "node:async_hooks";

import { connectService, localOwnerId, withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { Scope } from "../action.ts";
import {
  beginConnect,
  findPendingConnect,
  finishConnect,
  type ConnectAccess,
  type PendingConnect,
} from "./connect-github.ts";
import { createClientCheck } from "./create-client-check.ts";
import { createClientDoor } from "./clients/create-client-door.ts";
import { ticketCookie } from "./cookie-names.ts";
import { findKeyHolder } from "./find-key-holder.ts";
import { endFormerSession, findSession } from "./find-session.ts";
import { signInErrorPath, type GitHubOAuth, type IdentityContext, type IdentitySettings } from "./identity-settings.ts";
import type { Person } from "./person.ts";
import { samePath } from "./same-path.ts";
import { settleNewcomer } from "./settle-newcomer.ts";
import { spendSignInLink } from "./sign-in-links.ts";

export type Identity = ReturnType<typeof createIdentity>;

/** Everything this installation knows of people: how they come in, who a request is from, and how they leave. */
export function createIdentity(ctx: IdentityContext, settings: IdentitySettings) {
  const exchange = new AsyncLocalStorage<{ fault: string | null }>();
  const onExchangeFault = (fault: string): void => {
    const current = exchange.getStore();
    if (current !== undefined) current.fault = fault;
  };
  const chosen = new AsyncLocalStorage<number>();
  // Not with the module: it takes 30 MB, which a process that only looks at keys need not have.
  const opened = import("./create-auth.ts").then(({ createAuth }) =>
    createAuth(ctx, settings, { onExchangeFault, chosenWorkspace: () => chosen.getStore() ?? null }),
  );
  const service = connectService({
    url: ctx.databaseUrl,
    applicationName: "pulse-hub sessions",
    maxConnections: 4,
    statementTimeoutMs: 10_000,
  });
  const sessionCookie = opened.then(async ({ auth }) => {
    const { authCookies, secret } = await auth.$context;
    return { name: authCookies.sessionToken.name, secret };
  });
  const handler = opened.then(({ auth }) => auth.handler);
  const isClientRefused =
    settings.github === null
      ? () => Promise.resolve(false)
      : createClientCheck(ctx, settings.github, `${settings.publicUrl}/api/auth/callback/github`);
  const endFormer = async (answer: Response, headers: Headers): Promise<void> => {
    const cookie = await sessionCookie;
    if (
      !answer.headers
        .getSetCookie()
        .some((one) => one.startsWith(`${cookie.name}=`) && !one.startsWith(`${cookie.name}=;`))
    )
      return;
    await endFormerSession(service, { cookie, header: headers.get("cookie") });
  };
  return {
    settings,
    /** Programs of others that ask people for access; null where nobody signs in. */
    clients:
      settings.isOpenToClients === true
        ? createClientDoor({ handler, chosen, service, db: ctx.db, clock: ctx.clock, settings })
        : null,
    close: async (): Promise<void> => {
      await service.close();
      await (await opened).close();
    },
    /** Name of the cookie that carries the token of a link or an invitation through GitHub and back. */
    ticketCookie: ticketCookie(settings),

    /** The answer that sends a browser to GitHub. `returnTo` is a path of ours; anything else becomes the first page. */
    startSignIn: async (headers: Headers, returnTo: string | null): Promise<Response> => {
      withGitHub(settings);
      if (await isClientRefused()) {
        ctx.logger.warn({ by: "github", code: "OAUTH_CLIENT_INVALID" }, "sign-in refused");
        return sendToErrorPage(null, "OAUTH_CLIENT_INVALID");
      }
      const { auth } = await opened;
      const begun = await auth.api.signInSocial({
        body: {
          provider: "github",
          callbackURL: samePath(returnTo),
          errorCallbackURL: signInErrorPath,
          disableRedirect: true,
        },
        headers,
        asResponse: true,
      });
      const { url } = z.object({ url: z.string() }).parse(await begun.clone().json());
      return new Response(null, {
        status: 302,
        headers: withCookiesOf(begun, { location: url, "cache-control": "no-store" }),
      });
    },

    /** Where a person goes to lend a workspace more than a sign-in asks for, and what their browser carries there and back. */
    startConnect: (wish: { readonly userId: string; readonly slug: string; readonly access: ConnectAccess }) =>
      beginConnect(ctx, withGitHub(settings), wish),

    /** What the browser began, when GitHub's answer is to that; null when it is a sign-in. */
    findPendingConnect: (answer: { readonly carried: string | null; readonly state: string | null }) =>
      findPendingConnect(ctx, settings, answer),

    /** The token for a connection. Throws `forbidden` where GitHub answered for another account than the person's. */
    finishConnect: async (answer: {
      readonly code: string;
      readonly pending: PendingConnect;
      readonly login: string | null;
    }): Promise<string> => await finishConnect(ctx, withGitHub(settings), answer),

    /** GitHub's way back. */
    handleCallback: async (request: Request): Promise<Response> => {
      const seen = { fault: null };
      const { auth } = await opened;
      try {
        const answer = nameFault(await exchange.run(seen, async () => await auth.handler(request)), seen.fault);
        logRefusal(ctx, answer, request.headers);
        await endFormer(answer, request.headers);
        return answer;
      } catch (error) {
        ctx.logger.error({ err: error }, "sign-in failed");
        return sendToErrorPage(null, "unable_to_get_user_info");
      }
    },

    /** Uses the one-time link up and opens the local owner's session. Throws `unauthenticated` for a link that is spent or unknown. */
    openLocalOwner: async (headers: Headers, token: string): Promise<Response> => {
      if (!(await spendSignInLink(ctx, { token, purpose: "local_owner" }))) {
        ctx.logger.warn({ by: "link", code: "link_spent", address: headers.get("x-pulse-address") }, "sign-in refused");
        throw new AppError(
          "unauthenticated",
          "This link was used already, or is older than 15 minutes. Get a new one with: ./pulse link",
        );
      }
      await ensureLocalOwner(ctx);
      const { auth } = await opened;
      const answer = await auth.api.openLocalOwnerSession({ headers, asResponse: true });
      await endFormer(answer, headers);
      return new Response(null, {
        status: 303,
        headers: withCookiesOf(answer, { location: "/", "cache-control": "no-store" }),
      });
    },

    /** Null when nothing in the request proves anybody. Throws `unauthenticated` for a key that is wrong, spent or revoked. */
    findPerson: async (headers: Headers): Promise<Person | null> => {
      const bearer = /^Bearer (phk_[A-Za-z0-9_-]{20,200})$/.exec(headers.get("authorization") ?? "")?.[1];
      if (bearer !== undefined) {
        return await findKeyHolder({ service, clock: ctx.clock }, bearer).catch((error: unknown) => {
          ctx.logger.warn(
            { by: "key", code: "unknown_key", address: headers.get("x-pulse-address") },
            "sign-in refused",
          );
          throw error;
        });
      }
      if (headers.get("authorization") !== null) {
        throw new AppError("unauthenticated", "The Authorization header holds no API key. It looks like: Bearer phk_…");
      }
      const found = await findSession(
        { service, clock: ctx.clock },
        { cookie: await sessionCookie, header: headers.get("cookie") },
      );
      if (found === null) return null;
      const { sessionId, signedInAt, ...user } = found;
      return { ...user, proof: { kind: "session", sessionId, signedInAt: signedInAt.toISOString() } };
    },

    /** Somebody who is in already accepts an invitation; one that is spent changes nothing. */
    acceptInvitation: async (person: Person, token: string, headers: Headers): Promise<void> => {
      const address = headers.get("x-pulse-address");
      await settleNewcomer(ctx, { userId: person.userId, login: person.login, token, address });
    },

    /** Ends this browser's session. */
    signOut: async (headers: Headers): Promise<Response> => {
      ctx.logger.info({ address: headers.get("x-pulse-address") }, "signed out");
      return await (await opened).auth.api.signOut({ headers, asResponse: true });
    },

    createApiKey: async (input: {
      readonly userId: string;
      readonly workspaceId: number;
      readonly name: string;
      readonly scopes: readonly Scope[];
      readonly expiresInSeconds: number | null;
    }) => {
      const { auth } = await opened;
      const made = await auth.api.createApiKey({
        body: {
          userId: input.userId,
          name: input.name,
          metadata: { workspaceId: input.workspaceId },
          permissions: { pulse: [...input.scopes] },
          ...(input.expiresInSeconds === null ? {} : { expiresIn: input.expiresInSeconds }),
        },
      });
      return { id: made.id, key: made.key };
    },
  };
}

function withGitHub(settings: IdentitySettings): IdentitySettings & { readonly github: GitHubOAuth } {
  const { github } = settings;
  if (github !== null) return { ...settings, github };
  throw new AppError(
    "unavailable",
    "Nobody can sign in with GitHub here yet: set GITHUB_OAUTH_CLIENT_ID and GITHUB_OAUTH_CLIENT_SECRET",
  );
}

/** The row behind the fixed id of whoever sits at this machine. */
export async function ensureLocalOwner(ctx: Pick<IdentityContext, "db">): Promise<void> {
  await withService(ctx.db, (tx) =>
    sql`
      insert into identity.users (id, name, email, email_verified)
      values (${localOwnerId}, 'Local owner', 'local-owner@pulse-hub.invalid', false)
      on conflict (id) do nothing
    `.execute(tx),
  );
}

// What GitHub says, and the code under which the documentation explains it.
const documented: Readonly<Record<string, string>> = {
  incorrect_client_credentials: "OAUTH_CLIENT_INVALID",
  redirect_uri_mismatch: "OAUTH_REDIRECT_404",
};

/** A sign-in that failed because of this installation's settings leads to a page that names the documented code. */
function nameFault(answer: Response, fault: string | null): Response {
  // GitHub was away, or sent us elsewhere: a person is owed a page that says so, and no bare status.
  if (answer.status >= 500) return sendToErrorPage(answer, "unable_to_get_user_info");
  const location = answer.headers.get("location");
  if (location === null || !URL.canParse(location, "http://localhost")) return answer;
  const target = new URL(location, "http://localhost");
  const code = documented[fault ?? target.searchParams.get("error") ?? ""];
  if (code === undefined) return answer;
  return sendToErrorPage(answer, code);
}

/** Only the code and where it was tried from: the address of the answer holds nothing else of anybody. */
function logRefusal({ logger }: Pick<IdentityContext, "logger">, answer: Response, headers: Headers): void {
  const [, code] =
    /^[^?]*\/sign-in\/error\?(?:.*&)?error=([A-Za-z_0-9]{1,60})/.exec(answer.headers.get("location") ?? "") ?? [];
  if (code === undefined) return;
  logger.warn({ by: "github", code, address: headers.get("x-pulse-address") }, "sign-in refused");
}

function sendToErrorPage(answer: Response | null, code: string): Response {
  const headers = { location: `${signInErrorPath}?error=${code}`, "cache-control": "no-store" };
  return new Response(null, { status: 302, headers: answer === null ? headers : withCookiesOf(answer, headers) });
}

function withCookiesOf(response: Response, headers: Readonly<Record<string, string>>): Headers {
  const merged = new Headers(headers);
  for (const cookie of response.headers.getSetCookie()) merged.append("set-cookie", cookie);
  return merged;
}
