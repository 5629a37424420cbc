import { AppError } from "@pulse/kit";
import type { GenericOAuthConfig } from "better-auth/plugins";
import { z } from "zod";

import type { GitHubOAuth } from "./identity-settings.ts";

/** Only who somebody is; reading repositories is asked for later, with reasons. */
const signInScopes = ["read:user", "user:email"];

const profileSchema = z.object({
  id: z.number(),
  login: z.string(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  avatar_url: z.string().nullish(),
});
const emailsSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));
const organisationsSchema = z.array(z.object({ login: z.string() }));
const tokenSchema = z.object({ access_token: z.string(), scope: z.string().default("") });
const tokenFaultSchema = z.object({ error: z.string(), error_description: z.string().optional() });

const timeoutMs = 10_000;

type Fetch = typeof fetch;

type Wiring = {
  readonly fetch: Fetch;
  /** Hears GitHub's own word for why it refused a code. */
  readonly onExchangeFault: (fault: string) => void;
};

/**
 * GitHub as an OAuth provider at an address of its own: Better Auth's built-in one knows github.com alone.
 * It answers a wrong secret with 200 and an error inside, so the token exchange is ours.
 */
export function githubProvider(github: GitHubOAuth, wiring: Wiring): GenericOAuthConfig {
  return {
    providerId: "github",
    clientId: github.clientId,
    clientSecret: github.clientSecret,
    authorizationUrl: `${github.url}/login/oauth/authorize`,
    tokenUrl: `${github.url}/login/oauth/access_token`,
    scopes: signInScopes,
    pkce: true,
    overrideUserInfo: true,
    accountSubject: ({ profile }) => String(profile["id"]),
    getToken: async ({ code, codeVerifier, redirectURI }) => {
      const answer = await exchangeCode(github, wiring, { code, codeVerifier, redirectURI });
      return {
        accessToken: answer.access_token,
        tokenType: "bearer",
        scopes: answer.scope.split(/[ ,]/).filter(Boolean),
      };
    },
    getUserInfo: async (tokens) => {
      if (tokens.accessToken === undefined) return null;
      return await readProfile(github, wiring.fetch, tokens.accessToken);
    },
    mapProfileToUser: (profile) => ({ login: String(profile["login"]) }),
  };
}

type Exchange = { readonly code: string; readonly codeVerifier?: string | undefined; readonly redirectURI: string };

async function exchangeCode(
  github: GitHubOAuth,
  wiring: Wiring,
  exchange: Exchange,
): Promise<z.output<typeof tokenSchema>> {
  const response = await wiring.fetch(`${github.url}/login/oauth/access_token`, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      client_id: github.clientId,
      client_secret: github.clientSecret,
      code: exchange.code,
      redirect_uri: exchange.redirectURI,
      ...(exchange.codeVerifier === undefined ? {} : { code_verifier: exchange.codeVerifier }),
    }),
  });
  const body: unknown = await response.json().catch(() => null);
  const granted = tokenSchema.safeParse(body);
  if (granted.success) return granted.data;
  const fault = tokenFaultSchema.safeParse(body);
  const error = fault.success ? fault.data.error : `http_${response.status}`;
  wiring.onExchangeFault(error);
  throw new AppError("unauthenticated", `GitHub did not exchange the code of a sign-in: ${error}`, {
    details: { error },
  });
}

async function readProfile(
  github: GitHubOAuth,
  fetchUrl: Fetch,
  accessToken: string,
): Promise<Awaited<ReturnType<NonNullable<GenericOAuthConfig["getUserInfo"]>>>> {
  const read = async (path: string): Promise<unknown> => {
    const response = await fetchUrl(`${github.apiUrl}${path}`, {
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${accessToken}`,
        "user-agent": "pulse-hub",
      },
    });
    return response.ok ? await response.json() : null;
  };
  const [user, emails, organisations] = await Promise.all([read("/user"), read("/user/emails"), read("/user/orgs")]);
  const profile = profileSchema.parse(user);
  const known = emailsSchema.safeParse(emails);
  const primary = known.success ? known.data.find((entry) => entry.primary && entry.verified) : undefined;
  const belongsTo = organisationsSchema.safeParse(organisations);
  return {
    id: String(profile.id),
    login: profile.login,
    name: profile.name ?? profile.login,
    // People may hide every address; the number keeps this one theirs through a change of login.
    email: primary?.email ?? `${profile.id}+github@users.noreply.invalid`,
    emailVerified: primary !== undefined,
    image: profile.avatar_url ?? undefined,
    organisations: belongsTo.success ? belongsTo.data.map(({ login }) => login.toLowerCase()) : [],
  };
}
