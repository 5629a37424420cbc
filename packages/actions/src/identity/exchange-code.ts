import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { GitHubOAuth } from "./identity-settings.ts";

const tokenSchema = z.object({ access_token: z.string(), scope: z.string().default("") });
const tokenFaultSchema = z.object({ error: z.string(), error_description: z.string().optional() });

const timeoutMs = 10_000;

export type ExchangeWiring = {
  readonly fetch: typeof fetch;
  /** Hears GitHub's own word for why it refused a code. */
  readonly onExchangeFault: (fault: string) => void;
};

type Exchange = { readonly code: string; readonly codeVerifier?: string | undefined; readonly redirectUri: string };

/** Gives a code for a token, once. Throws `unauthenticated` with GitHub's word for why it did not; a redirect is not followed. */
export async function exchangeCode(
  github: GitHubOAuth,
  wiring: ExchangeWiring,
  exchange: Exchange,
): Promise<{ readonly token: string; readonly scopes: readonly string[] }> {
  const response = await wiring.fetch(`${github.url}/login/oauth/access_token`, {
    method: "POST",
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      client_id: github.clientId,
      client_secret: github.clientSecret,
      code: exchange.code,
      redirect_uri: exchange.redirectUri,
      ...(exchange.codeVerifier === undefined ? {} : { code_verifier: exchange.codeVerifier }),
    }),
  });
  const body: unknown = await response.json().catch(() => null);
  const granted = tokenSchema.safeParse(body);
  if (granted.success)
    return { token: granted.data.access_token, scopes: granted.data.scope.split(/[ ,]/).filter(Boolean) };
  const fault = tokenFaultSchema.safeParse(body);
  const error = fault.success ? fault.data.error : `http_${response.status}`;
  wiring.onExchangeFault(error);
  throw new AppError("unauthenticated", `GitHub did not exchange the code of a sign-in: ${error}`, {
    details: { error },
  });
}
