/** What a connection shows to GitHub: a token as it is, or one of an app's installation, which lives an hour and is renewed in time. */
import { createHash } from "node:crypto";

import { AppError, type Clock } from "@pulse/kit";
import { z } from "zod";

import { createAppJwt } from "./create-app-jwt.ts";
import type { OpenedConnection } from "./github-client.ts";
import { resolveApiUrl } from "./resolve-api-url.ts";
import type { Send } from "./send-request.ts";
import { toGitHubError } from "./to-github-error.ts";

export type Credential = {
  /** Null for an anonymous connection. */
  readonly token: string | null;
  /** Names the token without telling it: ETags belong to it. */
  readonly fingerprint: string;
  /** What an app's installation was granted; empty for tokens, which do not tell. */
  readonly permissions: Readonly<Record<string, string>>;
};

type InstallationToken = {
  readonly token: string;
  readonly expiresAt: Date;
  readonly permissions: Readonly<Record<string, string>>;
};

const installationSchema = z.object({
  token: z.string().min(1),
  expires_at: z.coerce.date(),
  permissions: z.record(z.string(), z.string()).default({}),
});
const timeoutMs = 30_000;
// A token must outlive the requests that begin with it.
const renewBeforeMs = 5 * 60_000;

// Shared by all clients of the process, since each new token would make every stored ETag worthless.
const installationTokens = new Map<string, Promise<InstallationToken>>();

/** Throws what `toGitHubError` makes of GitHub's refusal to give an installation token. */
export async function getCredential(
  ctx: { readonly send: Send; readonly clock: Clock; readonly apiUrl: string },
  connection: OpenedConnection,
): Promise<Credential> {
  const { credential } = connection;
  if (credential.kind === "none") return { token: null, fingerprint: "anonymous", permissions: {} };
  if (credential.kind === "app_itself") {
    // A new one each time: nothing that is asked with it is asked conditionally.
    return { token: createAppJwt(ctx.clock, credential), fingerprint: `app ${credential.appId}`, permissions: {} };
  }
  const { token, permissions } =
    credential.kind === "token"
      ? { token: credential.token, permissions: {} }
      : await getInstallationToken(ctx, connection);
  return { token, fingerprint: createHash("sha256").update(token).digest("hex").slice(0, 32), permissions };
}

/** Forgets an app's token that GitHub refused, so that the next request asks for a new one. True when there was one to forget. */
export function forgetInstallationToken(apiUrl: string, connection: OpenedConnection): boolean {
  return connection.credential.kind === "app" && installationTokens.delete(keyOf(apiUrl, connection));
}

async function getInstallationToken(
  ctx: { readonly send: Send; readonly clock: Clock; readonly apiUrl: string },
  connection: OpenedConnection,
): Promise<InstallationToken> {
  const key = keyOf(ctx.apiUrl, connection);
  const current = installationTokens.get(key);
  const known = await current?.catch(() => null);
  if (known && known.expiresAt.getTime() - renewBeforeMs > ctx.clock.now().getTime()) return known;
  // Whoever comes second waits for the answer that the first asked for.
  const newest = installationTokens.get(key);
  const asked = newest === undefined || newest === current ? askForToken(ctx, connection) : newest;
  installationTokens.set(key, asked);
  asked.catch(() => {
    if (installationTokens.get(key) === asked) installationTokens.delete(key);
  });
  return await asked;
}

async function askForToken(
  ctx: { readonly send: Send; readonly clock: Clock; readonly apiUrl: string },
  connection: OpenedConnection,
): Promise<InstallationToken> {
  const { credential } = connection;
  if (credential.kind !== "app") throw new Error("only an app has installation tokens");
  const url = resolveApiUrl(ctx.apiUrl, `app/installations/${credential.installationId}/access_tokens`);
  const answer = await ctx.send({
    method: "POST",
    url: url.href,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${createAppJwt(ctx.clock, credential)}`,
    },
    timeoutMs,
    signal: undefined,
  });
  if (answer.status !== 201) {
    const message = messageOf(answer.data);
    throw (
      uninstalledError({ status: answer.status, message }, connection) ??
      toGitHubError({ ...answer, message, address: url.host + url.pathname }, connection)
    );
  }
  const parsed = installationSchema.safeParse(answer.data);
  if (!parsed.success) {
    throw new AppError("unavailable", `${url.host} gave no installation token. Try again later`, {
      details: { reason: "truncated", isTooMuch: false },
    });
  }
  return { token: parsed.data.token, expiresAt: parsed.data.expires_at, permissions: parsed.data.permissions };
}

/** An app that was taken away, or put to sleep, is no repository that was lost. Null: it is neither. */
function uninstalledError(
  answer: { readonly status: number; readonly message: string },
  { name }: OpenedConnection,
): AppError | null {
  if (answer.status === 404) {
    return new AppError(
      "unauthenticated",
      `The GitHub App of the connection "${name}" is no longer installed where it was. Install it again at GitHub, in the settings of the app, then save the connection with the number of the new installation: ./pulse connection save "${name}" --app-id N --installation-id N --private-key-file key.pem`,
      { details: { reason: "uninstalled", status: answer.status } },
    );
  }
  if (answer.status !== 403 || !/suspended/i.test(answer.message)) return null;
  return new AppError(
    "forbidden",
    `The installation of the GitHub App of the connection "${name}" is suspended. Its owner can lift that at GitHub, in the settings of the installation`,
    { details: { reason: "suspended", status: answer.status } },
  );
}

/** GitHub's words in a refusal, whatever shape it has. */
export function messageOf(data: unknown): string {
  const parsed = z.object({ message: z.string() }).safeParse(data);
  return parsed.success ? parsed.data.message : "";
}

function keyOf(apiUrl: string, connection: OpenedConnection): string {
  const { credential } = connection;
  if (credential.kind !== "app") return "";
  const keyPrint = createHash("sha256").update(credential.privateKey).digest("hex").slice(0, 16);
  return `${apiUrl} ${credential.appId} ${credential.installationId} ${keyPrint}`;
}
