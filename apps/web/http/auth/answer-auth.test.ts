// The ways in and out as a browser sees them, with the identity of a real database behind.
import { once } from "node:events";
import { createServer, type Server } from "node:http";

import { createIdentity, createSignInLink, type Identity } from "@pulse/actions";
import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { answerAuth } from "./answer-auth.ts";

let database: TestDatabase;
let identity: Identity;
let server: Server;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  const logger = createLogger({ name: "test", level: "silent" });
  server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", url).pathname;
    const connecting = { requireAdmin: () => Promise.reject(new Error()), save: () => Promise.reject(new Error()) };
    void answerAuth({ identity, isLocal: true, connecting }, { path, requestId: "r", request, response }).then(
      (isAnswered) => (isAnswered ? undefined : response.writeHead(404).end()),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`;
  identity = createIdentity(
    { db: database.db, databaseUrl: database.url, clock: systemClock, logger, fetch },
    {
      publicUrl: url,
      secret: "a secret of forty characters for the test",
      github: null,
      allowedLogins: [],
      allowedOrgs: [],
    },
  );
});

afterAll(async () => {
  server.close();
  await identity.close();
  await database.drop();
});

test.each(["/api/auth/callback/github", "/api/auth/callback", "/auth/callback", "/"])(
  "GitHub's word of a wrong callback address leads to the documented code, also at %s, where its app may send it",
  async (path) => {
    const told = "error=redirect_uri_mismatch&error_description=The+redirect_uri+MUST+match&state=x";

    const answer = await fetch(`${url}${path}?${told}`, { redirect: "manual" });

    expect([answer.status, answer.headers.get("location")]).toEqual([302, "/sign-in/error?error=OAUTH_REDIRECT_404"]);
  },
);

test("signing out ends the session, and has the browser forget what it keeps of this site", async () => {
  const link = await createSignInLink({ db: database.db, clock: systemClock }, "local_owner");
  const opened = await fetch(`${url}/api/auth/link?token=${link}`, { redirect: "manual" });
  const cookie = opened.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const before = await identity.findPerson(new Headers({ cookie }));

  const left = await fetch(`${url}/api/auth/sign-out`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie, origin: url },
  });

  expect(before).not.toBeNull();
  expect([left.status, left.headers.get("location")]).toEqual([303, "/sign-in"]);
  expect(left.headers.get("clear-site-data")).toBe('"cache", "storage"');
  expect(await identity.findPerson(new Headers({ cookie }))).toBeNull();
});
