/** What only others can say of the values in an env file: the database, GitHub, and the address that the app has. */
import type { Finding } from "@pulse/deploy";
import { checkToken } from "@pulse/github";
import { isAppError } from "@pulse/kit";

import { exchangeCode } from "../identity/exchange-code.ts";
import { checkDatabase } from "./check-database.ts";

export type ValuesToCheck = {
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
  readonly places: Readonly<Record<string, { readonly line: number; readonly column: number }>>;
  /** Where the app is; null where there is none yet. */
  readonly appUrl: string | null;
  /** Migrations run with these values: their role has to own our schemas, or to be able to make them. */
  readonly isMigrating: boolean;
};

const fewRequests = 100;

/** Findings by line, values unsaid. What cannot be asked, because a name is not there, is left to the other checks. */
export async function checkValues(input: ValuesToCheck): Promise<readonly Finding[]> {
  const database = checkDatabase(input.values, { isMigrating: input.isMigrating });
  const found = await Promise.all([checkOAuthClient(input), checkGitHubToken(input)]);
  const ofDatabase = (await database).map(({ key, ...fault }) => at(input, key, fault));
  return [...ofDatabase, ...found, checkAddress(input)].flatMap((finding) => (finding === null ? [] : [finding]));
}

type Fault = Pick<Finding, "code" | "cause" | "fix"> & { readonly severity?: Finding["severity"] };

function at({ file, places }: ValuesToCheck, key: string, fault: Fault): Finding {
  return { file, severity: "error", ...(places[key] ?? { line: 1, column: 1 }), ...fault };
}

/** GitHub refuses every code that is none, and says with which word whether it knew the client. Its status says nothing. */
async function checkOAuthClient(input: ValuesToCheck): Promise<Finding | null> {
  const { GITHUB_OAUTH_CLIENT_ID: clientId, GITHUB_OAUTH_CLIENT_SECRET: clientSecret, GITHUB_URL: url } = input.values;
  if (clientId === undefined || clientSecret === undefined) return null;
  const github = { url: url ?? "https://github.com", apiUrl: "", clientId, clientSecret };
  let word = "";
  try {
    const wiring = { fetch, onExchangeFault: (fault: string) => void (word = fault) };
    await exchangeCode(github, wiring, { code: "no-code-of-anybody", redirectUri: input.values["NEXTAUTH_URL"] ?? "" });
    return null;
  } catch {
    if (!/client|http_404/.test(word)) return null;
    const cause = `GitHub does not know this client id with this secret: ${word}`;
    const fix = "copy the id, and make a new secret, in the OAuth app at GitHub";
    return at(input, "GITHUB_OAUTH_CLIENT_SECRET", { code: "OAUTH_CLIENT_INVALID", cause, fix });
  }
}

async function checkGitHubToken(input: ValuesToCheck): Promise<Finding | null> {
  const { GITHUB_TOKEN: token, GITHUB_API_URL: apiUrl } = input.values;
  if (token === undefined) return null;
  const key = "GITHUB_TOKEN";
  try {
    const { scopes, limit } = await checkToken({ apiUrl: apiUrl ?? "https://api.github.com", token });
    if (limit !== null && limit.remaining < fewRequests) {
      const cause = `${limit.remaining} of ${limit.quota} requests are left to this token until ${limit.resetAt.toISOString()}`;
      return at(input, key, {
        code: "GITHUB_API_RATE_LIMIT",
        severity: "warning",
        cause,
        fix: "wait until then, or use a token of its own",
      });
    }
    if (scopes === null || scopes.includes("repo") || scopes.includes("public_repo")) return null;
    const cause = `this token may ${scopes.length === 0 ? "read what is public" : scopes.join(", ")}, and no repositories`;
    return at(input, key, {
      code: "ENV_VAR_INVALID",
      severity: "warning",
      cause,
      fix: "give it the scope repo, or use a GitHub App",
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const fix = error.code === "unauthenticated" ? "make a new token" : "try again when GitHub can be reached";
    return at(input, key, { code: "ENV_VAR_INVALID", cause: error.message, fix });
  }
}

function checkAddress(input: ValuesToCheck): Finding | null {
  const url = input.values["NEXTAUTH_URL"];
  const { appUrl } = input;
  if (url === undefined || appUrl === null || !URL.canParse(url) || new URL(url).origin === new URL(appUrl).origin)
    return null;
  const cause = `the sign-in would come back to ${new URL(url).origin}, and the app is at ${new URL(appUrl).origin}`;
  return at(input, "NEXTAUTH_URL", {
    code: "OAUTH_REDIRECT_404",
    cause,
    fix: "write the address of the app, and register it at GitHub",
  });
}
