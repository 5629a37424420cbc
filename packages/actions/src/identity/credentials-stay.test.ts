/** A GitHub that sends elsewhere, as one taken over would: what is secret must not go along. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";

import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

import { createIdentity } from "./create-identity.ts";

let database: TestDatabase;
const servers: Server[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

afterAll(async () => {
  await database.drop();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
}

type Asked = { readonly github: string; readonly api: string };
const logger = createLogger({ name: "test", level: "silent" });

/** GitHub's way back with a code, as far as it gets. */
async function comeBack({ github, api }: Asked): Promise<Response> {
  const identity = createIdentity(
    {
      db: database.db,
      databaseUrl: database.url,
      clock: systemClock,
      logger,
      fetch,
    },
    {
      publicUrl: "http://127.0.0.1:3000",
      secret: "a secret of forty characters for the test",
      github: { clientId: "id-1", clientSecret: "secret-1", url: github, apiUrl: api },
      allowedLogins: ["ada"],
      allowedOrgs: [],
    },
  );
  try {
    const begun = await identity.startSignIn(new Headers(), null);
    const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state") ?? "";
    const cookie = begun.headers.getSetCookie().map((line) => line.split(";")[0]);
    const url = `http://127.0.0.1:3000/api/auth/callback/github?code=code-1&state=${state}`;
    return await identity.handleCallback(new Request(url, { headers: { cookie: cookie.join("; ") } }));
  } finally {
    await identity.close();
  }
}

const token = JSON.stringify({ access_token: "gho_planted", token_type: "bearer", scope: "read:user,user:email" });

test.each([301, 302, 307, 308])("the client's secret does not follow a %i of the token's address", async (status) => {
  const elsewhere: (string | undefined)[] = [];
  const thief = await serve((request, response) => {
    elsewhere.push(request.url);
    response.writeHead(200, { "content-type": "application/json" }).end(token);
  });
  const asked: (string | undefined)[] = [];
  const github = await serve((request, response) => {
    asked.push(request.url);
    response.writeHead(status, { location: `${thief}/taken` }).end();
  });

  const answer = await comeBack({ github, api: thief });

  // Once to find out whether GitHub knows the client, and once with the code.
  expect(asked).toEqual(["/login/oauth/access_token", "/login/oauth/access_token"]);
  expect(elsewhere).toEqual([]);
  expect(answer.headers.get("location")).toContain("error");
});

test("a person's token does not follow the API elsewhere", async () => {
  const elsewhere: (string | undefined)[] = [];
  const thief = await serve((request, response) => {
    elsewhere.push(request.headers.authorization);
    response.end("{}");
  });
  const seen: (string | undefined)[] = [];
  const github = await serve((request, response) => {
    if (request.url === "/login/oauth/access_token") {
      response.writeHead(200, { "content-type": "application/json" }).end(token);
      return;
    }
    seen.push(request.headers.authorization);
    response.writeHead(302, { location: `${thief}/taken` }).end();
  });

  const answer = await comeBack({ github, api: github });

  expect(seen).toContain("Bearer gho_planted");
  expect(elsewhere).toEqual([]);
  expect(answer.headers.get("location")).toContain("error");
});

test("a sign-in that breaks is told by our log alone, without what is secret", async () => {
  const printed = vi.spyOn(console, "error");
  const logged = vi.spyOn(logger, "error");
  const github = await serve((request, response) => {
    if (request.url === "/login/oauth/access_token")
      response.writeHead(200, { "content-type": "application/json" }).end(token);
    else response.writeHead(200, { "content-type": "application/json" }).end(`{"id": "no number", "login": 7}`);
  });

  const answer = await comeBack({ github, api: github });

  expect(answer.status).toBe(302);
  expect(answer.headers.get("location")).toContain("/sign-in/error?error=");
  expect(printed).not.toHaveBeenCalled();
  expect(logged).toHaveBeenCalled();
  expect(JSON.stringify(logged.mock.calls)).not.toMatch(/gho_planted|secret-1/);
});
