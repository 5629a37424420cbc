// "Connect GitHub": somebody who is in lends a workspace more than a sign-in asks for. Its token goes into a connection and nowhere else;
// the session and the token of the sign-in stay as they are.
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

import { AppError, type Clock } from "@pulse/kit";
import { z } from "zod";

import { exchangeCode } from "./exchange-code.ts";
import type { GitHubOAuth, IdentitySettings } from "./identity-settings.ts";

/** What is asked of GitHub for which wish; the page beside the button says why. */
const connectScopes = {
  public: ["read:org"],
  private: ["repo", "read:org", "admin:repo_hook"],
} as const;

export type ConnectAccess = keyof typeof connectScopes;

/** What a browser carries to GitHub and back, signed: nobody else can finish what it began, nor for another workspace. */
const pendingSchema = z.object({
  state: z.string(),
  verifier: z.string(),
  userId: z.string(),
  slug: z.string(),
  until: z.number(),
});

export type PendingConnect = z.output<typeof pendingSchema>;

const lifeMs = 10 * 60_000;
const timeoutMs = 10_000;

type Context = { readonly clock: Clock; readonly fetch: typeof fetch };
type Settings = Pick<IdentitySettings, "publicUrl" | "secret"> & { readonly github: GitHubOAuth };

/** Where to send the browser, and what it is to carry. */
export function beginConnect(
  ctx: Pick<Context, "clock">,
  settings: Settings,
  wish: { readonly userId: string; readonly slug: string; readonly access: ConnectAccess },
): { readonly location: string; readonly carried: string } {
  const [state, verifier] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
  const until = ctx.clock.now().getTime() + lifeMs;
  const query = new URLSearchParams({
    client_id: settings.github.clientId,
    redirect_uri: callbackOf(settings),
    response_type: "code",
    scope: connectScopes[wish.access].join(" "),
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  const pending: PendingConnect = { state, verifier, userId: wish.userId, slug: wish.slug, until };
  const text = Buffer.from(JSON.stringify(pending)).toString("base64url");
  return {
    location: `${settings.github.url}/login/oauth/authorize?${query.toString()}`,
    carried: `${text}.${sign(text, settings.secret).toString("base64url")}`,
  };
}

/** What this browser began and GitHub answers to now; null for anything else, as for a sign-in. */
export function findPendingConnect(
  ctx: Pick<Context, "clock">,
  settings: Pick<Settings, "secret">,
  answer: { readonly carried: string | null; readonly state: string | null },
): PendingConnect | null {
  const [text = "", signature = ""] = (answer.carried ?? "").split(".");
  const given = Buffer.from(signature, "base64url");
  const expected = sign(text, settings.secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const pending = pendingSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  return pending.state === answer.state && pending.until > ctx.clock.now().getTime() ? pending : null;
}

/** The token that GitHub gives for the code. Throws `forbidden` where GitHub answered for another account than the person's own. */
export async function finishConnect(
  ctx: Context,
  settings: Settings,
  answer: { readonly code: string; readonly pending: PendingConnect; readonly login: string | null },
): Promise<string> {
  const { token } = await exchangeCode(
    settings.github,
    { fetch: ctx.fetch, onExchangeFault: () => undefined },
    { code: answer.code, codeVerifier: answer.pending.verifier, redirectUri: callbackOf(settings) },
  );
  const login = await readLogin(ctx, settings.github, token);
  if (login.toLowerCase() === answer.login?.toLowerCase()) return token;
  throw new AppError(
    "forbidden",
    `You are ${answer.login ?? "nobody"} here, and GitHub answered for ${login}. Sign in to GitHub as yourself, then connect again`,
  );
}

async function readLogin(ctx: Context, github: GitHubOAuth, token: string): Promise<string> {
  const response = await ctx.fetch(`${github.apiUrl}/user`, {
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: "application/vnd.github+json", authorization: `Bearer ${token}`, "user-agent": "pulse-hub" },
  });
  const user = z.object({ login: z.string() }).safeParse(await response.json().catch(() => null));
  if (user.success) return user.data.login;
  throw new AppError("unavailable", `GitHub did not say whose token it gave: ${response.status}. Connect again later`);
}

const callbackOf = ({ publicUrl }: Pick<Settings, "publicUrl">): string => `${publicUrl}/api/auth/callback/github`;

/** The name in front keeps this from standing for anything else that the same secret signs. */
function sign(text: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(`connect-github ${text}`).digest();
}
