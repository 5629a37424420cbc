import { fillRoute, type Route } from "./list-routes.ts";
import { nextAddress } from "./next-address.ts";

export const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** What is there for everybody, each with its reason. Any other route that lets a stranger in is a finding. */
const openToAll: Readonly<Record<string, string>> = {
  "/health": "platforms ask whether web lives",
  "/api/health": "the same",
  "/api/ready": "load balancers ask whether web can serve",
  "/api/version": "what runs here is no secret",
  "/favicon.ico": "leads to the icon",
  "/api/openapi.json": "how the API is asked is no secret",
  "/api/docs": "the same, to be read",
  "/api/docs/rapidoc.js": "what draws it",
  "/sign-in": "where people come in",
  "/sign-in/error": "why they did not",
  "/api/auth/signin/github": "sends to GitHub",
  "/api/auth/callback/github": "comes back from it",
  "/api/auth/link": "takes a link that works once",
  "/join/[token]": "takes an invitation",
  "/api/auth/sign-out": "ends a session, if there is one",
  "/.well-known/oauth-protected-resource": "clients without a token learn whom to ask",
  "/.well-known/oauth-protected-resource/api/mcp": "the same",
  "/.well-known/oauth-authorization-server": "and how",
  "/.well-known/oauth-authorization-server/api/auth": "the same",
  "/api/auth/.well-known/oauth-authorization-server": "the same",
  "/api/auth/jwks": "the public key of their tokens",
  "/api/auth/oauth2/register": "a client says who it is; that opens nothing",
  "/api/auth/oauth2/token": "takes a code that a person's answer gave",
  "/api/auth/oauth2/revoke": "takes back a token that was shown to it",
  "/api": "the root of what is asked for elsewhere",
};

type Walk = {
  readonly url: string;
  readonly routes: readonly Route[];
  readonly values: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Words of somebody's data; none of them may be in an answer. */
  readonly markers: readonly string[];
};

/** Asks for every route by every method as nobody, or with a proof that is none, and names what was answered all the same. */
export async function findOpenDoors(walk: Walk): Promise<readonly string[]> {
  const found: string[] = [];
  for (const route of walk.routes) {
    for (const method of methods) {
      const answer = await fetch(new URL(fillRoute(route, walk.values), walk.url), {
        method,
        redirect: "manual",
        headers: { ...walk.headers, ...nextAddress() },
      });
      const text = await answer.text();
      const leaked = walk.markers.filter((marker) => text.includes(marker));
      if (leaked.length > 0) found.push(`${method} ${route.pattern}: says ${leaked.join(", ")}`);
      if (route.pattern in openToAll) continue;
      if (!isTurnedAway(answer)) found.push(`${method} ${route.pattern}: ${answer.status}`);
    }
  }
  return found;
}

function isTurnedAway(answer: Response): boolean {
  if ([401, 405].includes(answer.status)) return true;
  return answer.status === 303 && (answer.headers.get("location") ?? "").startsWith("/sign-in?");
}
