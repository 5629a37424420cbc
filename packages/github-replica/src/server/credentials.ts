import { createPublicKey, createVerify, type KeyObject } from "node:crypto";

import { AppError, type Clock } from "@pulse/kit";

export type Permissions = Readonly<Record<string, "read" | "write" | "admin">>;

/** Who asks, as far as the answer depends on it. `key` is what budgets and ETags are kept by. */
export type Caller = { readonly key: string } & (
  | { readonly kind: "anonymous" }
  | { readonly kind: "token"; readonly login: string; readonly scopes: readonly string[] }
  | {
      readonly kind: "fine_grained_token";
      readonly login: string;
      readonly permissions: Permissions;
      readonly repositories: readonly string[] | "all";
    }
  | { readonly kind: "app"; readonly appId: number }
  | {
      readonly kind: "installation";
      readonly appId: number;
      readonly installationId: number;
      readonly permissions: Permissions;
      readonly repositories: readonly string[] | "all";
      readonly owner: string;
    }
);

export type TokenDetails = {
  readonly token: string;
  readonly login: string;
  /** A classic token. */
  readonly scopes?: readonly string[];
  /** A fine-grained token: what it may do, on which repositories ("all" when not said). */
  readonly permissions?: Permissions;
  readonly repositories?: readonly string[];
  readonly expiresAt?: Date;
};

export type Installation = {
  readonly id: number;
  readonly owner: string;
  readonly permissions: Permissions;
  readonly repositories: readonly string[] | "all";
};

export type AppDetails = {
  readonly id: number;
  readonly slug: string;
  readonly publicKey: string | KeyObject;
  readonly installations: readonly Installation[];
};

type Issued = { readonly caller: Caller; readonly expiresAt: Date | null };

const installationLifeMs = 3_600_000;
const longestJwtSeconds = 600;

export type Credentials = ReturnType<typeof createCredentials>;

/** The tokens and apps this GitHub knows. A token nobody registered, a revoked and an expired one are all the same to it: bad. */
export function createCredentials(clock: Clock) {
  const tokens = new Map<string, Issued>();
  const apps = new Map<number, AppDetails>();
  let issued = 0;

  return {
    addToken(details: TokenDetails): void {
      tokens.set(details.token, { caller: toCaller(details), expiresAt: details.expiresAt ?? null });
    },
    revokeToken(token: string): void {
      if (!tokens.delete(token))
        throw new AppError("not_found", "The replica never knew this token. Use addToken first");
    },
    addApp(details: AppDetails): void {
      apps.set(details.id, details);
    },
    getApp: (id: number): AppDetails | null => apps.get(id) ?? null,
    issueInstallationToken(app: AppDetails, installation: Installation): { token: string; expiresAt: Date } {
      issued += 1;
      const token = `ghs_replica${app.id}x${installation.id}x${issued}`;
      const expiresAt = new Date(clock.now().getTime() + installationLifeMs);
      const { owner, permissions, repositories } = installation;
      tokens.set(token, {
        expiresAt,
        caller: {
          kind: "installation",
          // All tokens of an installation share one budget; their ETags differ.
          key: token,
          appId: app.id,
          installationId: installation.id,
          permissions,
          repositories,
          owner,
        },
      });
      return { token, expiresAt };
    },
    /** Null: the credentials are bad. */
    identify(authorization: string | undefined): Caller | null {
      if (authorization === undefined || authorization === "") return { kind: "anonymous", key: "anonymous" };
      const [, token = ""] = /^(?:bearer|token)\s+(\S+)$/i.exec(authorization) ?? [];
      if (token.split(".").length === 3) return identifyApp(clock, apps, token);
      const known = tokens.get(token);
      if (known === undefined) return null;
      return known.expiresAt !== null && known.expiresAt <= clock.now() ? null : known.caller;
    },
  };
}

/** Budgets are the person's or the installation's, not the single token's. */
export function budgetKeyOf(caller: Caller): string {
  return caller.kind === "installation" ? `installation ${caller.installationId}` : caller.key;
}

function toCaller(details: TokenDetails): Caller {
  const { token, login } = details;
  if (details.permissions === undefined) return { kind: "token", key: token, login, scopes: details.scopes ?? [] };
  const { permissions, repositories = "all" } = details;
  return { kind: "fine_grained_token", key: token, login, permissions, repositories };
}

// https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
function identifyApp(clock: Clock, apps: ReadonlyMap<number, AppDetails>, jwt: string): Caller | null {
  const [head = "", body = "", signature = ""] = jwt.split(".");
  const header = readPart(head);
  const claims = readPart(body);
  const app = apps.get(Number(claims?.["iss"]));
  if (app === undefined || header?.["alg"] !== "RS256") return null;
  const key = typeof app.publicKey === "string" ? createPublicKey(app.publicKey) : app.publicKey;
  const isSigned = createVerify("RSA-SHA256").update(`${head}.${body}`).verify(key, signature, "base64url");
  const now = clock.now().getTime() / 1000;
  const [from, to] = [Number(claims?.["iat"]), Number(claims?.["exp"])];
  const isTimely = from <= now + 60 && to > now && to - now <= longestJwtSeconds + 60;
  return isSigned && isTimely ? { kind: "app", key: `app ${app.id}`, appId: app.id } : null;
}

function readPart(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
