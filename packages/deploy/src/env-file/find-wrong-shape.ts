type Shape = { readonly is: (value: string) => boolean; readonly wanted: string };

const matches =
  (pattern: RegExp): Shape["is"] =>
  (value) =>
    pattern.test(value);

const webAddress: Shape = {
  is: (value) => isUrl(value, /^https?:$/) || /^\$\{[\w.-]+\}/.test(value),
  wanted: "an address such as http://pulse-hub-mcp:8080",
};
const publicAddress: Shape = {
  is: (value) =>
    (isUrl(value, /^https:$/) && new URL(value).pathname === "/" && !value.endsWith("/")) ||
    /^\$\{APP_URL\}$/.test(value),
  wanted: "https:// and a host, without a path or a slash at its end",
};
const database: Shape = {
  is: (value) => isUrl(value, /^postgres(ql)?(\+psycopg2)?:$/) && new URL(value).pathname.length > 1,
  wanted: "postgresql://user:password@host:port/database",
};
const direct: Shape = {
  is: (value) => database.is(value) && new URL(value).port !== "6543",
  wanted: "a database past the pooler: port 5432, not 6543",
};
const port: Shape = {
  is: (value) => /^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) <= 65_535,
  wanted: "a port from 1 to 65535",
};
const secret: Shape = { is: (value) => value.length >= 32, wanted: "at least 32 characters (openssl rand -base64 32)" };
const key = (role: string): Shape => ({
  is: (value) => /^sb_(secret|publishable)_/.test(value) || roleOf(value) === role,
  wanted: `a Supabase key of the role ${role}`,
});

/** What the values of the documents' names look like. A name that is not here may hold anything. */
const shapes: Readonly<Record<string, Shape>> = {
  GITHUB_OAUTH_CLIENT_ID: {
    is: matches(/^(Ov23[A-Za-z0-9]{16}|Iv(1\.|23)[A-Za-z0-9]{16}|[0-9a-f]{20})$/),
    wanted: "the client id of an OAuth app: Ov23… with 20 letters and digits",
  },
  GITHUB_OAUTH_CLIENT_SECRET: { is: matches(/^[0-9a-f]{40}$/), wanted: "40 digits from 0 to f" },
  GITHUB_TOKEN: {
    is: matches(/^(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}|[0-9a-f]{40})$/),
    wanted: "a token of GitHub: ghp_… or github_pat_…",
  },
  NEXTAUTH_URL: publicAddress,
  NEXTAUTH_SECRET: secret,
  SECRET_KEY: secret,
  NEXT_PUBLIC_SUPABASE_URL: publicAddress,
  NEXT_PUBLIC_SUPABASE_ANON_KEY: key("anon"),
  SUPABASE_SERVICE_ROLE_KEY: key("service_role"),
  MCP_SERVER_URL: webAddress,
  SUPERSET_PROXY_URL: webAddress,
  POSTGRES_URL: database,
  POSTGRES_DIRECT_URL: direct,
  SQLALCHEMY_DATABASE_URI: database,
  PORT: port,
  DATABASE_PORT: port,
  SUPERSET_WEBSERVER_PORT: port,
  NODE_ENV: { is: matches(/^(production|development|test)$/), wanted: "production, development or test" },
  LOG_LEVEL: {
    is: matches(/^(trace|debug|info|warn|error|fatal|silent)$/),
    wanted: "one of trace, debug, info, warn, error, fatal, silent",
  },
};

/** What a value of this name ought to be, when it is not; null when it is, or the name is free. */
export function findWrongShape(name: string, value: string): string | null {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  return shape === undefined || shape.is(value) ? null : shape.wanted;
}

/** Whether browsers would be handed what opens the database: everything under this prefix is built into the pages. */
export function isSecretForAll(name: string, value: string): boolean {
  if (!name.startsWith("NEXT_PUBLIC_")) return false;
  return (
    roleOf(value) === "service_role" || /^(sb_secret_|gh[pousr]_|github_pat_|phk_|postgres(ql)?:\/\/[^/]*:)/.test(value)
  );
}

function isUrl(value: string, protocol: RegExp): boolean {
  return URL.canParse(value) && protocol.test(new URL(value).protocol) && new URL(value).hostname !== "";
}

/** The role that a JSON Web Token claims; null for anything else. Its signature is nobody's business here. */
function roleOf(value: string): string | null {
  const [, claims] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(value) ?? [];
  if (claims === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(claims, "base64url").toString());
    const role = typeof parsed === "object" && parsed !== null && "role" in parsed ? parsed.role : null;
    return typeof role === "string" ? role : null;
  } catch {
    return null;
  }
}
