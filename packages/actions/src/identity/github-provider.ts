import type { GenericOAuthConfig } from "better-auth/plugins";
import { z } from "zod";

import { exchangeCode, type ExchangeWiring } from "./exchange-code.ts";
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

const timeoutMs = 10_000;

type Fetch = typeof fetch;

/**
 * GitHub as an OAuth provider at an address of its own: Better Auth's built-in one knows github.com alone.
 * It answers a wrong secret with 200 and an error inside, so the token exchange is ours.
 */
export function githubProvider(github: GitHubOAuth, wiring: ExchangeWiring): GenericOAuthConfig {
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
      const { token, scopes } = await exchangeCode(github, wiring, { code, codeVerifier, redirectUri: redirectURI });
      return { accessToken: token, tokenType: "bearer", scopes: [...scopes] };
    },
    getUserInfo: async (tokens) => {
      if (tokens.accessToken === undefined) return null;
      return await readProfile(github, wiring.fetch, tokens.accessToken);
    },
    mapProfileToUser: (profile) => ({ login: String(profile["login"]) }),
  };
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
