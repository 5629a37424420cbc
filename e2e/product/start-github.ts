/**
 * One GitHub of two halves: people sign in at `emulate`, a third party's with its own pages of authorisation, and everything else is told by our
 * replica. A token that one gives is known to the other.
 */
import { once } from "node:events";
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

import { startReplica, type Replica } from "@pulse/github-replica";
import { createEmulator } from "emulate";

export type GitHub = {
  /** Where browsers go. */
  readonly url: string;
  readonly apiUrl: string;
  readonly replica: Replica;
  /** Has the OAuth app name another callback from now on. */
  readonly register: (callback: string) => void;
  readonly close: () => Promise<void>;
};

type OAuthApp = { readonly clientId: string; readonly clientSecret: string; readonly callback: string };

export async function startGitHub(logins: readonly string[], app: OAuthApp): Promise<GitHub> {
  const emulator = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      github: {
        users: logins.map((login) => ({ login, name: login, email: `${login}@example.com` })),
        oauth_apps: [
          {
            client_id: app.clientId,
            client_secret: app.clientSecret,
            name: "Pulse-Hub",
            redirect_uris: [app.callback],
          },
        ],
      },
    },
  });
  const replica = await startReplica();
  const tellToken = async (answer: string): Promise<void> => {
    const { access_token: token, scope = "" }: { access_token?: string; scope?: string } = JSON.parse(answer);
    if (token === undefined) return;
    const headers = { authorization: `Bearer ${token}` };
    const { login }: { login: string } = JSON.parse(await (await fetch(`${emulator.url}/user`, { headers })).text());
    replica.addToken({ token, login, scopes: scope.split(/[ ,]+/).filter((each) => each !== "") });
  };
  let registered = app.callback;
  const front = createServer((request, response) => {
    if (refusesCallback(request, response, registered)) return;
    void forward({ request, response, to: emulator.url, tellToken });
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    url: urlOf(front),
    apiUrl: replica.apiUrl,
    replica,
    register: (callback) => {
      registered = callback;
    },
    close: async () => {
      front.closeAllConnections();
      front.close();
      await replica.close();
      await emulator.close();
    },
  };
}

/** GitHub tells of a callback that is not the app's at the one that is, wherever that leads; the third party shows a page of its own. */
function refusesCallback(request: IncomingMessage, response: ServerResponse, registered: string): boolean {
  const asked = new URL(request.url ?? "/", "http://localhost");
  if (asked.pathname !== "/login/oauth/authorize" || asked.searchParams.get("redirect_uri") === registered)
    return false;
  const told = new URLSearchParams({
    error: "redirect_uri_mismatch",
    error_description: "The redirect_uri MUST match the registered callback URL for this application.",
    state: asked.searchParams.get("state") ?? "",
  });
  response.writeHead(302, { location: `${registered}?${told.toString()}` }).end();
  return true;
}

type Forwarded = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly to: string;
  readonly tellToken: (answer: string) => Promise<void>;
};

async function forward({ request, response, to, tellToken }: Forwarded): Promise<void> {
  const asked = ask(`${to}${request.url ?? "/"}`, { method: request.method, headers: request.headers });
  request.pipe(asked);
  const [answer]: IncomingMessage[] = await once(asked, "response");
  if (answer === undefined) return;
  const isExchange = request.url?.startsWith("/login/oauth/access_token") === true;
  if (!isExchange) {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
    return;
  }
  const body = await text(answer);
  await tellToken(body);
  response.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return `http://127.0.0.1:${address.port}`;
}
