import { isAppError, type Clock } from "@pulse/kit";

import { exchangeCode } from "./exchange-code.ts";
import type { GitHubOAuth } from "./identity-settings.ts";

type Context = { readonly clock: Clock; readonly fetch: typeof fetch };

const timeoutMs = 3_000;
const heldMs = 60_000;
// To an id that it has never heard GitHub answers 404, with a right id and a wrong secret 200 and the first of these.
const refusals = new Set(["incorrect_client_credentials", "Not Found", "http_404"]);

/**
 * Whether GitHub refuses this installation's client id or secret, found out by a code that is none: a right client hears that the code is wrong.
 * Without asking, whoever signs in with a wrong id would end on a page of GitHub's that names nothing. Asked until GitHub knows the client once;
 * while it is away nobody is held up.
 */
export function createClientCheck(ctx: Context, github: GitHubOAuth, redirectUri: string): () => Promise<boolean> {
  let isKnown = false;
  let waitUntilMs = 0;
  const fetchSoon: typeof fetch = async (url, init) =>
    await ctx.fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  return async () => {
    if (isKnown || ctx.clock.now().getTime() < waitUntilMs) return false;
    let fault: string | null = null;
    const onExchangeFault = (told: string): void => {
      fault = told;
    };
    try {
      await exchangeCode(github, { fetch: fetchSoon, onExchangeFault }, { code: "none", redirectUri });
    } catch (error) {
      if (!isAppError(error)) waitUntilMs = ctx.clock.now().getTime() + heldMs;
    }
    const isRefused = fault !== null && refusals.has(fault);
    isKnown = fault !== null && !isRefused;
    return isRefused;
  };
}
