// Better Auth as this product uses it: people come from GitHub alone, and their rows lie in the schema `identity`.
import { randomUUID } from "node:crypto";

import { apiKey } from "@better-auth/api-key";
import { connectIdentity, localOwnerId } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { betterAuth } from "better-auth";
import { genericOAuth } from "better-auth/plugins";
import { z } from "zod";

import { admit } from "./admission.ts";
import { clientPlugins } from "./clients/client-plugins.ts";
import { cookiePrefix, ticketCookie } from "./cookie-names.ts";
import { findUser } from "./find-user.ts";
import { githubProvider } from "./github-provider.ts";
import { signInErrorPath, type IdentityContext, type IdentitySettings } from "./identity-settings.ts";
import { localOwnerPlugin } from "./local-owner-plugin.ts";
import { readCookie } from "./read-cookie.ts";
import { sessionLimits } from "./session-limits.ts";
import { settleNewcomer } from "./settle-newcomer.ts";

const profileSchema = z.object({ login: z.string(), organisations: z.array(z.string()).default([]) });

export function createAuth(
  ctx: IdentityContext,
  settings: IdentitySettings,
  {
    onExchangeFault,
    chosenWorkspace,
  }: { readonly onExchangeFault: (fault: string) => void; readonly chosenWorkspace: () => number | null },
) {
  const isSecure = settings.publicUrl.startsWith("https:");
  const database = connectIdentity({
    url: ctx.databaseUrl,
    applicationName: "pulse-hub identity",
    maxConnections: 4,
    statementTimeoutMs: 10_000,
  });
  const auth = betterAuth({
    appName: "Pulse-Hub",
    baseURL: settings.publicUrl,
    basePath: "/api/auth",
    secret: settings.secret,
    telemetry: { enabled: false },
    database: { db: database, type: "postgres", transaction: true },
    advanced: {
      cookiePrefix: cookiePrefix(settings),
      // The prefix says it already; Better Auth's own would come before it and undo it.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure, sameSite: "lax", httpOnly: true, path: "/" },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: ["x-pulse-address"] },
    },
    // Ours counts by address, session and key alike, in front of every route.
    rateLimit: { enabled: false },
    user: {
      modelName: "users",
      // `input`, or the provider's own profile could not set it; no address of ours lets a person change their row.
      additionalFields: { login: { type: "string", required: false, input: true } },
      validateUserInfo: async ({ source }, endpoint) => {
        const profile = profileSchema.safeParse(source.oauth?.profile);
        if (!profile.success) return { error: "unable_to_get_user_info" };
        if (source.action !== "create-user") return undefined;
        const token = readCookie(endpoint.headers?.get("cookie") ?? null, ticketCookie(settings));
        const admission = await admit(ctx, settings, { ...profile.data, token });
        ctx.logger.info({ admission }, "a newcomer at sign-in");
        return admission === null ? { error: "sign_up_closed" } : undefined;
      },
    },
    // The cookie stays as long as a session can last; when the row ends, and what puts that off, is find-session's to say.
    session: { modelName: "sessions", expiresIn: sessionLimits.longestSeconds, disableSessionRefresh: true },
    account: {
      modelName: "accounts",
      encryptOAuthTokens: true,
      // Whoever shows the same verified address is not yet the same person here: people come by GitHub's number alone.
      accountLinking: { enabled: false },
    },
    verification: { modelName: "verifications" },
    databaseHooks: {
      session: {
        create: {
          before: async (session) =>
            await Promise.resolve({
              data: { ...session, expiresAt: new Date(ctx.clock.now().getTime() + sessionLimits.idleSeconds * 1000) },
            }),
          after: async ({ userId }, endpoint) => {
            const token = readCookie(endpoint?.headers?.get("cookie") ?? null, ticketCookie(settings));
            const user = await findUser(ctx, userId);
            const address = endpoint?.headers?.get("x-pulse-address") ?? null;
            ctx.logger.info({ by: userId === localOwnerId ? "link" : "github", user_id: userId, address }, "signed in");
            await settleNewcomer(ctx, { userId, login: user?.login ?? null, token, address });
          },
        },
      },
    },
    // What is no answer of its own is thrown, to be logged by us; its router would print it to the console.
    onAPIError: { errorURL: `${settings.publicUrl}${signInErrorPath}`, throw: true },
    logger: {
      level: "warn",
      log: (level, message, ...rest) => {
        const fault = rest.find((part) => part instanceof Error);
        if (isAppError(fault) && fault.code === "unauthenticated")
          ctx.logger.warn({ detail: fault.message }, "GitHub did not sign somebody in");
        else ctx.logger[level === "error" ? "error" : "warn"]({ err: fault }, message.slice(0, 200));
      },
    },
    plugins: [
      genericOAuth({
        config:
          settings.github === null ? [] : [githubProvider(settings.github, { fetch: ctx.fetch, onExchangeFault })],
      }),
      apiKey({
        defaultPrefix: "phk_",
        requireName: true,
        maximumNameLength: 100,
        enableMetadata: true,
        rateLimit: { enabled: false },
        startingCharactersConfig: { shouldStore: true, charactersLength: 10 },
        keyExpiration: { defaultExpiresIn: null, maxExpiresIn: 3650 },
        schema: { apikey: { modelName: "api_keys" } },
      }),
      localOwnerPlugin(),
      ...(settings.isOpenToClients === true ? clientPlugins({ settings, chosenWorkspace }) : []),
    ],
  });
  return { auth, close: async () => database.destroy() };
}
