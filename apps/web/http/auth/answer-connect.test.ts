// "Connect GitHub" as a browser goes through it, against a GitHub that a third party wrote.
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";

import { createIdentity, type Identity } from "@pulse/actions";
import { ensureDefaultWorkspace, readKeyRing } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, isAppError, systemClock } from "@pulse/kit";
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createConnecting } from "./create-connecting.ts";
import { createDoor } from "./door.ts";

const logger = createLogger({ name: "test", level: "silent" });

let database: TestDatabase;
let github: Emulator;
let identity: Identity;
let server: Server;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  let answer: Parameters<typeof createServer>[1] = () => undefined;
  server = createServer((request, response) => answer?.(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      github: {
        users: ["ada", "grace"].map((login) => ({ login, name: login, email: `${login}@example.com` })),
        oauth_apps: [
          {
            client_id: "id-1",
            client_secret: "secret-1",
            name: "Pulse",
            redirect_uris: [`${url}/api/auth/callback/github`],
          },
        ],
      },
    },
  });
  identity = createIdentity(
    { db: database.db, databaseUrl: database.url, clock: systemClock, logger, fetch },
    {
      publicUrl: url,
      secret: "a secret of forty characters for the test",
      github: { clientId: "id-1", clientSecret: "secret-1", url: github.url, apiUrl: github.url },
      allowedLogins: ["ada", "grace"],
      allowedOrgs: [],
    },
  );
  const keys = readKeyRing(randomBytes(32).toString("base64"));
  const access = { apiUrl: github.url, keys, token: null };
  const door = createDoor(identity, {
    connecting: createConnecting({ db: database.db, clock: systemClock, logger, github: access }),
    db: database.db,
  });
  answer = (request, response) => {
    const path = new URL(request.url ?? "/", url).pathname;
    door.answerAuth({ path, requestId: "r", request, response }).catch((error: unknown) => {
      response.writeHead(isAppError(error) && error.code === "forbidden" ? 403 : 404).end(String(error));
    });
  };
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await identity.close();
  await github.close();
  await database.drop();
});

type Jar = Map<string, string>;

/** Opens an address of ours as a browser does: with its cookies, and keeping those that come. */
async function open(jar: Jar, address: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await fetch(new URL(address, url), { redirect: "manual", headers: { cookie, ...headers } });
  for (const line of answer.headers.getSetCookie()) {
    const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
    jar.set(name, value);
  }
  return answer;
}

/** Says yes on GitHub's own page, as `login`; gives where it sends the browser. */
async function authorise(location: string, login: string): Promise<string> {
  const asked = new URL(location).searchParams;
  const names = ["redirect_uri", "state", "scope", "client_id", "code_challenge", "code_challenge_method"];
  const body = new URLSearchParams({
    login,
    ...Object.fromEntries(names.map((name) => [name, asked.get(name) ?? ""])),
  });
  const answer = await fetch(new URL("/login/oauth/callback", github.url), {
    method: "POST",
    redirect: "manual",
    body,
  });
  return answer.headers.get("location") ?? "";
}

async function signedIn(login: string, role: string): Promise<Jar> {
  const jar: Jar = new Map();
  const begun = await open(jar, "/api/auth/signin/github");
  expect(new URL(begun.headers.get("location") ?? "").searchParams.get("scope")).toBe("read:user user:email");
  await open(jar, await authorise(begun.headers.get("location") ?? "", login));
  await queryAs(
    database.superUrl,
    `insert into pulse.memberships (workspace_id, user_id, role)
     select workspace.id, person.id, '${role}'
     from pulse.workspaces as workspace, identity.users as person
     where person.login = '${login}'
     on conflict (workspace_id, user_id) do update set role = excluded.role`,
  );
  return jar;
}

const begin = "/api/auth/connect/github?workspace=default&access=private";

const connections = async () =>
  await queryAs(
    database.superUrl,
    `select connection.name, connection.login, person.login as owner, connection.secret is not null as "isSealed"
     from pulse.connections as connection
     join identity.users as person on person.id = connection.created_by`,
  );

test("an admin lends the workspace more than the sign-in asked for, and owns the connection", async () => {
  const jar = await signedIn("ada", "admin");
  const [before] = await queryAs(database.superUrl, "select access_token, scope from identity.accounts");

  const begun = await open(jar, begin);
  const asked = new URL(begun.headers.get("location") ?? "").searchParams;
  const back = await authorise(begun.headers.get("location") ?? "", "ada");
  const done = await open(jar, back);

  expect(asked.get("scope")).toBe("repo read:org admin:repo_hook");
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(done.headers.get("location")).toBe("/default/settings/connections?connect=done");
  expect(await connections()).toEqual([{ name: "GitHub of ada", login: "ada", owner: "ada", isSealed: true }]);
  const [after] = await queryAs(database.superUrl, "select access_token, scope from identity.accounts");
  expect(after).toEqual(before);
  expect((await open(jar, back)).headers.get("location")).toContain("/sign-in/error?error=");
});

test("a page of another site begins nothing, and neither does a viewer or somebody who is not in", async () => {
  const viewer = await signedIn("grace", "viewer");
  const admin = await signedIn("ada", "admin");

  expect((await open(admin, begin, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await open(viewer, begin)).status).toBe(403);
  expect((await open(admin, begin.replace("default", "elsewhere"))).status).toBe(404);
  expect((await open(new Map(), begin)).headers.get("location")).toBe(
    "/sign-in?returnTo=%2Fdefault%2Fsettings%2Fconnections",
  );
});

test("what one browser began no other one ends, and a made-up beginning is none", async () => {
  const ada = await signedIn("ada", "admin");
  const grace = await signedIn("grace", "admin");
  await queryAs(database.superUrl, "delete from pulse.connections");
  const begun = await open(ada, begin);
  const back = await authorise(begun.headers.get("location") ?? "", "ada");
  const [name = "", carried = ""] = [...ada].find(([key]) => key.endsWith(".connect")) ?? [];
  const forged = `${Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(carried.split(".")[0] ?? "", "base64url").toString()), slug: "other" }),
  ).toString("base64url")}.${carried.split(".")[1]}`;

  const answers = [
    await open(grace, back),
    await open(new Map(grace).set(name, carried), back),
    await open(new Map(ada).set(name, forged), back),
  ];

  expect(answers.map((answer) => new URL(answer.headers.get("location") ?? "", url).pathname)).toEqual(
    answers.map(() => "/sign-in/error"),
  );
  expect(await connections()).toEqual([]);
});

test("an answer for another account of GitHub, or a no, saves nothing and says so", async () => {
  const jar = await signedIn("ada", "admin");
  const begun = await open(jar, begin);
  const other = await open(jar, await authorise(begun.headers.get("location") ?? "", "grace"));
  const again = await open(jar, begin);
  const state = new URL(again.headers.get("location") ?? "").searchParams.get("state") ?? "";
  const denied = await open(jar, `/api/auth/callback/github?error=access_denied&state=${state}`);

  expect(other.headers.get("location")).toBe("/default/settings/connections?connect=other_account");
  expect(denied.headers.get("location")).toBe("/default/settings/connections?connect=denied");
  expect(await connections()).toEqual([]);
});
