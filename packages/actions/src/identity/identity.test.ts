import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { fixedClock, createLogger, systemClock, type Logger } from "@pulse/kit";
import { createEmulator, type Emulator } from "emulate";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { withService, localOwnerId, ensureDefaultWorkspace } from "@pulse/db";
import { createIdentity, type Identity } from "./create-identity.ts";
import { samePath } from "./same-path.ts";
import { listSessions, revokeSession, signOutEverywhere } from "./sessions.ts";
import { createSignInLink } from "./sign-in-links.ts";

const publicUrl = "http://127.0.0.1:3000";
const callback = `${publicUrl}/api/auth/callback/github`;

let database: TestDatabase;
let github: Emulator;
const open: Identity[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      github: {
        users: [
          { login: "ada", name: "Ada", email: "ada@example.com" },
          { login: "grace", name: "Grace", email: "grace@example.com" },
        ],
        oauth_apps: [{ client_id: "id-1", client_secret: "secret-1", name: "Pulse", redirect_uris: [callback] }],
      },
    },
  });
});

afterEach(async () => {
  for (const identity of open.splice(0)) await identity.close();
});

afterAll(async () => {
  await github.close();
  await database.drop();
});

type Line = { readonly level: string; readonly fields: unknown; readonly message: string };

/** Everything that was logged since, as its fields and its words. */
function listen(): { readonly logger: Logger; readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  const logger = createLogger({ name: "test", level: "silent" });
  for (const level of ["info", "warn", "error"] as const) {
    Object.assign(logger, {
      [level]: (fields: unknown, message: string) => void lines.push({ level, fields, message }),
    });
  }
  return { logger, lines };
}

type Options = {
  readonly logger?: Logger;
  readonly fetch?: typeof fetch;
  readonly publicUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly allowedLogins?: readonly string[];
};

function start(options: Options = {}): Identity {
  const identity = createIdentity(
    {
      db: database.db,
      databaseUrl: database.url,
      clock: systemClock,
      logger: options.logger ?? createLogger({ name: "test", level: "silent" }),
      fetch: options.fetch ?? fetch,
    },
    {
      publicUrl: options.publicUrl ?? publicUrl,
      secret: "a secret of forty characters for the test",
      github: {
        clientId: options.clientId ?? "id-1",
        clientSecret: options.clientSecret ?? "secret-1",
        url: github.url,
        apiUrl: github.url,
      },
      allowedLogins: options.allowedLogins ?? [],
      allowedOrgs: [],
    },
  );
  open.push(identity);
  return identity;
}

/** Walks through GitHub as a browser does; gives our last answer and the cookies it has by then. */
async function walk(identity: Identity, login: string, cookies = new Map<string, string>()): Promise<Response> {
  const begun = await identity.startSignIn(headersOf(cookies), "/default/overview");
  keep(cookies, begun);
  const authorise = new URL(begun.headers.get("location") ?? "");
  expect(authorise.searchParams.get("scope")).toBe("read:user user:email");
  expect(authorise.searchParams.get("code_challenge_method")).toBe("S256");
  const consent = await fetch(new URL("/login/oauth/callback", github.url), {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({
      login,
      redirect_uri: authorise.searchParams.get("redirect_uri") ?? "",
      state: authorise.searchParams.get("state") ?? "",
      scope: authorise.searchParams.get("scope") ?? "",
      client_id: authorise.searchParams.get("client_id") ?? "",
    }),
  });
  const back = new Request(consent.headers.get("location") ?? "", { headers: headersOf(cookies) });
  const answer = await identity.handleCallback(back);
  keep(cookies, answer);
  return answer;
}

function headersOf(cookies: ReadonlyMap<string, string>): Headers {
  return new Headers({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") });
}

function keep(cookies: Map<string, string>, response: Response): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ""] = cookie.split(";");
    const at = pair.indexOf("=");
    cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

async function roleOf(userId: string): Promise<string | null> {
  const found = await withService(database.db, (tx) =>
    sql<{ role: string }>`select role from pulse.memberships where user_id = ${userId}`.execute(tx),
  );
  return found.rows[0]?.role ?? null;
}

test("every way in and out is logged, taken or refused, with how and from where, and without what proves it", async () => {
  const { logger, lines } = listen();
  const from = (cookies = new Map<string, string>()): Headers => {
    const headers = headersOf(cookies);
    headers.set("x-pulse-address", "192.0.2.7");
    return headers;
  };
  const cookies = new Map<string, string>();
  await walk(start({ logger, allowedLogins: ["ada"] }), "ada", cookies);
  await walk(start({ logger }), "grace");
  const wrong = start({ logger, clientSecret: "another" });
  await wrong.startSignIn(from(), null);
  const link = await createSignInLink({ db: database.db, clock: systemClock }, "local_owner");
  await ensureDefaultWorkspace(database.db);
  await wrong.openLocalOwner(from(), link);
  await expect(wrong.openLocalOwner(from(), link)).rejects.toMatchObject({ code: "unauthenticated" });
  const key = `phk_${"k".repeat(40)}`;
  await expect(wrong.findPerson(new Headers({ authorization: `Bearer ${key}` }))).rejects.toMatchObject({
    code: "unauthenticated",
  });
  await wrong.signOut(from(cookies));

  const told = lines.filter(({ message }) => /^(signed|sign-in refused)/.test(message));
  expect(told.map(({ message, fields }) => ({ message, ...Object(fields) }))).toMatchObject([
    { message: "signed in", by: "github" },
    { message: "sign-in refused", by: "github", code: "sign_up_closed" },
    { message: "sign-in refused", by: "github", code: "OAUTH_CLIENT_INVALID" },
    { message: "signed in", by: "link", user_id: localOwnerId, address: "192.0.2.7" },
    { message: "sign-in refused", by: "link", code: "link_spent", address: "192.0.2.7" },
    { message: "sign-in refused", by: "key" },
    { message: "signed out", address: "192.0.2.7" },
  ]);
  const text = JSON.stringify(lines);
  for (const secret of [link, key, ...cookies.values()].filter((value) => value.length > 20)) {
    expect(text).not.toContain(secret);
  }
});

test("a login on the list comes in, and the session says who it is", async () => {
  const identity = start({ allowedLogins: ["ada"] });
  const cookies = new Map<string, string>();

  const answer = await walk(identity, "ada", cookies);

  expect(answer.status).toBe(302);
  expect(answer.headers.get("location")).toBe("/default/overview");
  expect(await identity.findPerson(headersOf(cookies))).toMatchObject({
    login: "ada",
    name: "Ada",
    proof: { kind: "session" },
  });
});

test("tokens of GitHub lie encrypted", async () => {
  const identity = start({ allowedLogins: ["ada"] });

  await walk(identity, "ada");

  const stored = await withService(database.db, (tx) =>
    sql<{ accessToken: string }>`select access_token from identity.accounts`.execute(tx),
  );
  expect(stored.rows).toHaveLength(1);
  expect(stored.rows[0]?.accessToken).not.toMatch(/^gho_/);
});

test("a login that is on no list makes no account, and is told so", async () => {
  const identity = start();
  const cookies = new Map<string, string>();

  const answer = await walk(identity, "grace", cookies);

  expect(answer.headers.get("location")).toContain("/sign-in/error?error=sign_up_closed");
  expect(await identity.findPerson(headersOf(cookies))).toBeNull();
});

test("the first owner's link makes whoever holds it owner, once", async () => {
  const identity = start();
  const token = await createSignInLink({ db: database.db, clock: systemClock }, "first_owner");
  const cookies = new Map([[identity.ticketCookie, token]]);

  await walk(identity, "grace", cookies);

  const person = await identity.findPerson(headersOf(cookies));
  expect(person?.login).toBe("grace");
  expect(await roleOf(person?.userId ?? "")).toBe("owner");
});

test.each([{ clientSecret: "secret-2" }, { clientId: "id-2" }])(
  "a wrong client, %o, is told by the document's code before anybody is sent to GitHub",
  async (options) => {
    const begun = await start({ ...options, allowedLogins: ["ada"] }).startSignIn(new Headers(), null);

    expect([begun.status, begun.headers.get("location")]).toEqual([302, "/sign-in/error?error=OAUTH_CLIENT_INVALID"]);
  },
);

test("a secret that was replaced meanwhile is told by the document's code when GitHub refuses it", async () => {
  let isReplaced = false;
  const identity = start({
    allowedLogins: ["ada"],
    fetch: async (url, init) => {
      const body = init?.body;
      if (isReplaced && body instanceof URLSearchParams) body.set("client_secret", "the old one");
      return await fetch(url, init);
    },
  });
  await identity.startSignIn(new Headers(), null);
  isReplaced = true;

  const answer = await walk(identity, "ada");

  expect(answer.headers.get("location")).toContain("/sign-in/error?error=OAUTH_CLIENT_INVALID");
});

test("a GitHub that does not answer holds nobody up on the way to it", async () => {
  let asked = 0;
  const identity = start({
    fetch: () => {
      asked += 1;
      return Promise.reject(new TypeError("fetch failed"));
    },
  });

  const begun = [await identity.startSignIn(new Headers(), null), await identity.startSignIn(new Headers(), null)];

  expect(begun.map(({ headers }) => headers.get("location")?.startsWith(github.url))).toEqual([true, true]);
  expect(asked).toBe(1);
});

test("a code without the browser that began is refused", async () => {
  const identity = start({ allowedLogins: ["ada"] });
  const begun = await identity.startSignIn(new Headers(), null);
  const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state") ?? "";

  const answer = await identity.handleCallback(new Request(`${callback}?code=stolen&state=${state}`));

  expect(answer.headers.get("location")).toContain("error=state_mismatch");
});

test.each([
  ["https://pulse.example.com", /^__Host-pulse-hub[^=]*=.*; Secure/i],
  [publicUrl, /^pulse-hub-3000[^=]*=(?!.*; Secure)/i],
])("cookies of %s are its own, hidden from scripts and from other sites' changes", async (address, named) => {
  const identity = start({ publicUrl: address });
  await ensureDefaultWorkspace(database.db);
  const link = await createSignInLink({ db: database.db, clock: systemClock }, "local_owner");

  const answers = [
    await identity.openLocalOwner(new Headers(), link),
    await identity.startSignIn(new Headers(), "/default"),
  ];

  for (const answer of answers) {
    const cookies = answer.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(named);
      expect(cookie).toMatch(/; Path=\/(;|$)/i);
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      // A cookie with a domain would be that of each host below it, and browsers refuse the prefix with one.
      expect(cookie).not.toMatch(/; Domain=/i);
    }
  }
});

test("the local owner's link works once", async () => {
  const identity = start();
  await ensureDefaultWorkspace(database.db);
  const token = await createSignInLink({ db: database.db, clock: systemClock }, "local_owner");
  const cookies = new Map<string, string>();

  keep(cookies, await identity.openLocalOwner(new Headers(), token));

  expect((await identity.findPerson(headersOf(cookies)))?.userId).toBe(localOwnerId);
  await expect(identity.openLocalOwner(new Headers(), token)).rejects.toThrow(/used already/);
});

test("a link is refused after a quarter of an hour, and a made-up one at any time", async () => {
  const identity = start();
  const early = fixedClock(new Date(Date.now() - 16 * 60_000).toISOString());
  const token = await createSignInLink({ db: database.db, clock: early }, "local_owner");

  await expect(identity.openLocalOwner(new Headers(), token)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(identity.openLocalOwner(new Headers(), "made-up")).rejects.toMatchObject({ code: "unauthenticated" });
});

test("whoever comes in again in the same browser gets a new session, and the one of before is over", async () => {
  const identity = start({ allowedLogins: ["ada"] });
  const [cookies, stolen] = [new Map<string, string>(), new Map<string, string>()];
  await walk(identity, "ada", cookies);
  for (const [name, value] of cookies) stolen.set(name, value);

  await walk(identity, "ada", cookies);

  expect(await identity.findPerson(headersOf(cookies))).toMatchObject({ login: "ada" });
  expect(await identity.findPerson(headersOf(stolen))).toBeNull();
});

test("a key opens its workspace with its scopes; a wrong one nothing", async () => {
  const identity = start();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const { key } = await identity.createApiKey({
    userId: localOwnerId,
    workspaceId,
    name: "ci",
    scopes: ["read"],
    expiresInSeconds: null,
  });

  const person = await identity.findPerson(new Headers({ authorization: `Bearer ${key}` }));

  expect(key).toMatch(/^phk_/);
  expect(person?.proof).toMatchObject({ kind: "api_key", workspaceId, scopes: ["read"] });
  await expect(identity.findPerson(new Headers({ authorization: `Bearer ${key}x` }))).rejects.toMatchObject({
    code: "unauthenticated",
  });
  await expect(identity.findPerson(new Headers({ authorization: "Basic abc" }))).rejects.toMatchObject({
    code: "unauthenticated",
  });
});

test.each([
  ["/default/pulls?range=30d", "/default/pulls?range=30d"],
  ["//evil.example", "/"],
  ["https://evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["/api/auth/sign-out", "/"],
  ["javascript:alert(1)", "/"],
  [null, "/"],
])("after sign-in %s leads to %s", (asked, path) => {
  expect(samePath(asked)).toBe(path);
});

test("sessions are listed with their browser, and end one by one or all at once", async () => {
  const identity = start({ allowedLogins: ["ada"] });
  const [here, there] = [new Map<string, string>(), new Map<string, string>()];
  await walk(identity, "ada", here);
  await walk(identity, "ada", there);
  const person = await identity.findPerson(headersOf(here));
  const userId = person?.userId ?? "";
  const { db } = database;

  const sessions = await listSessions(db, userId);
  const own = person?.proof.kind === "session" ? person.proof.sessionId : "";
  const other = sessions.find(({ id }) => id !== own)?.id ?? "";
  const ctx = { db, clock: systemClock };
  const signedInAt = new Date();
  await expect(revokeSession(ctx, { userId: localOwnerId, sessionId: other, signedInAt })).rejects.toMatchObject({
    code: "not_found",
  });
  const longAgo = new Date(signedInAt.getTime() - 3_601_000);
  for (const change of [revokeSession, signOutEverywhere]) {
    await expect(change(ctx, { userId, sessionId: own, signedInAt: longAgo })).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  await revokeSession(ctx, { userId, sessionId: own, signedInAt });

  expect(sessions.length).toBeGreaterThanOrEqual(2);
  expect(await identity.findPerson(headersOf(here))).toBeNull();
  expect(await identity.findPerson(headersOf(there))).not.toBeNull();
  await signOutEverywhere(ctx, { userId, signedInAt });
  expect(await identity.findPerson(headersOf(there))).toBeNull();
});
