// Better Auth as an authorisation server (OAuth 2.1) for programs of others that want to ask the MCP endpoint for a person.
import { oauthProvider } from "@better-auth/oauth-provider";
import type { BetterAuthPlugin } from "better-auth";
import { jwt } from "better-auth/plugins";

import type { IdentitySettings } from "../identity-settings.ts";
import { clientScopes, issuerOf, mcpAddress } from "./client-addresses.ts";
import { clientSigningKey } from "./client-signing-key.ts";

/** Where a person is asked; what exactly was asked follows signed behind it. */
const consentPage = "/sign-in/client";

type Input = {
  readonly settings: Pick<IdentitySettings, "publicUrl" | "secret">;
  /** The workspace that the person has just chosen for a client; null everywhere but in their answer. */
  readonly chosenWorkspace: () => number | null;
};

export function clientPlugins({ settings, chosenWorkspace }: Input): BetterAuthPlugin[] {
  const key = clientSigningKey(settings.secret);
  return asPlugins([
    jwt({
      disableSettingJwtHeader: true,
      jwt: { issuer: issuerOf(settings) },
      jwks: { keyPairConfig: { alg: "EdDSA", crv: "Ed25519" }, disablePrivateKeyEncryption: true },
      adapter: {
        getJwks: () =>
          Promise.resolve([
            {
              id: key.id,
              alg: "EdDSA" as const,
              crv: "Ed25519" as const,
              publicKey: key.publicJwk,
              privateKey: key.privateJwk,
              createdAt: new Date(0),
            },
          ]),
      },
    }),
    oauthProvider({
      scopes: [...clientScopes],
      grantTypes: ["authorization_code", "refresh_token"],
      loginPage: "/sign-in",
      consentPage,
      allowDynamicClientRegistration: true,
      // A client is nobody until a person lets it in; registering opens nothing.
      allowUnauthenticatedClientRegistration: true,
      resources: [{ identifier: mcpAddress(settings), name: "Pulse-Hub for AI clients" }],
      clientRegistrationDefaultResources: [mcpAddress(settings)],
      postLogin: {
        page: consentPage,
        shouldRedirect: () => false,
        consentReferenceId: () => chosenWorkspace()?.toString(),
      },
      customAccessTokenClaims: ({ referenceId }) => ({ workspace: Number(referenceId) }),
      prefix: { opaqueAccessToken: "pho_", refreshToken: "phr_", clientSecret: "phs_" },
      rateLimit: {
        token: false,
        authorize: false,
        introspect: false,
        revoke: false,
        register: false,
        userinfo: false,
      },
      schema: {
        // The case of this one name does not survive the way to a column and back.
        oauthClient: { modelName: "oauthClients", fields: { requirePKCE: "requirePkce" } },
        oauthResource: { modelName: "oauthResources" },
        oauthClientResource: { modelName: "oauthClientResources" },
        oauthConsent: { modelName: "oauthConsents" },
        oauthRefreshToken: { modelName: "oauthRefreshTokens" },
        oauthAccessToken: { modelName: "oauthAccessTokens" },
        oauthClientAssertion: { modelName: "oauthClientAssertions" },
      },
    }),
  ]);
}

// They are plugins by their own account; only whether what is left out may be undefined is said differently there.
const asPlugins = (plugins: unknown): BetterAuthPlugin[] => plugins as BetterAuthPlugin[];
