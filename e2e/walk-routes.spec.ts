/** Every place of the web app, asked for as everybody there could be. A new page or route is walked because its file is there. */
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { connect, withService, type Tx } from "@pulse/db";
import { findFreePort } from "@pulse/kit";
import { expect, test } from "@playwright/test";
import { createEmulator, type Emulator } from "emulate";
import { sql } from "kysely";

import { generatedRepository, writeGeneratedData } from "./product/archives.ts";
import { launchProduct, type Launched } from "./product/start-product.ts";
import { findOpenDoors, methods } from "./walk/find-open-doors.ts";
import { findSecrets } from "./walk/find-secrets.ts";
import { fillRoute, listRoutes } from "./walk/list-routes.ts";
import { nextAddress } from "./walk/next-address.ts";
import { signInAs } from "./walk/sign-in-as.ts";
import { visibleText } from "./walk/visible-text.ts";

const web = path.join(import.meta.dirname, "../apps/web");
const routes = listRoutes(web);
const people = ["ada", "grace", "mallory"] as const;
type Login = (typeof people)[number];

/** Values of every setting that is a secret, made to be found again. */
const planted = {
  NEXTAUTH_SECRET: "planted-nextauth-0123456789abcdef0123456789",
  GITHUB_OAUTH_CLIENT_SECRET: "planted-oauth-client-secret",
  GITHUB_WEBHOOK_SECRET: "planted-webhook-secret-1,planted-webhook-secret-2",
  GITHUB_TOKEN: `ghp_${"planted".repeat(5)}x`,
  PULSE_ENCRYPTION_KEYS: Buffer.from("planted-key-of-thirty-two-bytes!").toString("base64"),
};

/** What files of numbers have to be asked for; pages take it too. */
const query = "?metric=pr.merged&format=json";
const values = { workspace: "default", id: "pr.time_to_merge" };
const cookies = new Map<Login, string>();
/** Everything that any walk was answered, for the search for secrets. */
const answered: string[] = [];

let github: Emulator;
let product: Launched;
let key: string;
let markers: readonly string[];

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(8 * 60_000);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const clientId = "Ov23walk";
  github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      github: {
        users: people.map((login) => ({ login, name: login, email: `${login}@example.com` })),
        oauth_apps: [
          {
            client_id: clientId,
            client_secret: planted.GITHUB_OAUTH_CLIENT_SECRET,
            name: "Pulse-Hub",
            redirect_uris: [`${url}/api/auth/callback/github`],
          },
        ],
      },
    },
  });
  const settings = {
    ...planted,
    GITHUB_OAUTH_CLIENT_ID: clientId,
    GITHUB_URL: github.url,
    GITHUB_API_URL: github.url,
    NEXTAUTH_URL: url,
    PULSE_ALLOWED_LOGINS: people.join(","),
    LOG_LEVEL: "debug",
    // The walk asks for everything within seconds, and says of each request that it comes from somewhere else.
    REQUESTS_PER_MINUTE: "1000000",
    TRUSTED_PROXIES: "1",
  };
  product = await launchProduct("walk", { settings, port });
  const folder = mkdtempSync(path.join(tmpdir(), "pulse e2e walk "));
  const { archive } = await writeGeneratedData(folder);
  product.pulse("import", "archive", archive);
  markers = titlesOf(archive);
  rmSync(folder, { recursive: true });
  const made: { key: string } = JSON.parse(product.pulse("key", "create", "--scope", "read", "--json"));
  ({ key } = made);
  for (const login of people) cookies.set(login, await signInAs(login, { url, github: github.url }));
  await settle();
});

test.afterAll(async () => {
  await product.stop();
  await github.close();
});

/** Ada owns the workspace with the data, Grace may look at it, Mallory owns another one. */
async function settle(): Promise<void> {
  await asService(async (tx) => {
    await sql`insert into pulse.workspaces (slug, name) values ('elsewhere', 'Elsewhere')`.execute(tx);
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      select w.id, u.id, given.role
      from (values ('ada', 'default', 'owner'), ('grace', 'default', 'viewer'), ('mallory', 'elsewhere', 'owner'))
        as given (login, slug, role)
      join pulse.workspaces w on w.slug = given.slug
      join identity.users u on u.login = given.login
    `.execute(tx);
  });
}

/** Words that are in this data and nowhere else: whole titles. */
function titlesOf(archive: string): readonly string[] {
  const { issues, pulls }: { issues: readonly { title: string }[]; pulls: readonly { title: string }[] } = JSON.parse(
    readFileSync(archive, "utf8"),
  );
  return [...new Set([...issues, ...pulls].map(({ title }) => title))].filter((title) => title.length > 15);
}

type Asking = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly as?: Login };
type Answered = { readonly status: number; readonly text: string };

async function ask(place: string, { method = "GET", headers = {}, as }: Asking = {}): Promise<Answered> {
  const cookie = as === undefined ? {} : { cookie: cookies.get(as) ?? "" };
  const abort = new AbortController();
  const answer = await fetch(new URL(place, product.url), {
    method,
    redirect: "manual",
    headers: { ...cookie, ...nextAddress(), ...headers },
    signal: abort.signal,
  });
  // A stream of events has no end to wait for.
  const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") === true;
  const text = isStream ? "(a stream)" : await answer.text();
  if (isStream) abort.abort();
  answered.push(text);
  return { status: answer.status, text };
}

const leaksIn = (text: string) => markers.filter((marker) => text.includes(marker));
const pages = routes.filter(({ from }) => from === "pages");
const inWorkspace = pages.filter(({ pattern }) => pattern.startsWith("/[workspace]"));

test("there are routes to walk: pages by their files, the server's own by its source", () => {
  const patterns = routes.map(({ pattern }) => pattern);

  expect(inWorkspace.length).toBeGreaterThan(10);
  expect(patterns).toEqual(expect.arrayContaining(["/", "/sign-in", "/[workspace]/pulls", "/api/metrics/[id]"]));
  expect(patterns).toEqual(
    expect.arrayContaining(["/api/events", "/api/auth/sign-out", "/join/[token]", "/api/webhooks/github", "/webhook"]),
  );
});

test("a stranger gets nothing anywhere, by no method, with no proof and with made-up ones", async () => {
  test.setTimeout(120_000);
  const madeUp = cookies.get("ada")?.replaceAll(/=([^;]{4})[^;]{4}/g, "=$1AAAA") ?? "";
  const strangers: Readonly<Record<string, string>>[] = [
    {},
    { cookie: madeUp },
    { "x-pulse-person": "eyJ1c2VySWQiOiIxIn0" },
  ];

  for (const headers of strangers) {
    expect(await findOpenDoors({ url: product.url, routes, values, headers, markers })).toEqual([]);
  }
});

test("the walk names a route that somebody left open", async () => {
  const server = createServer((_request, response) => void response.end(markers[0]));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const route = { pattern: "/api/planted", from: "server" } as const;

  const found = await findOpenDoors({ url: `http://127.0.0.1:${port}`, routes: [route], values, headers: {}, markers });
  server.close();

  expect(found).toContain(`GET /api/planted: says ${markers[0] ?? ""}`);
  expect(found).toContain("POST /api/planted: 200");
});

test("the owner and a viewer see every page, and what the search looks for is really there", async () => {
  test.setTimeout(180_000);
  const refused: string[] = [];
  let shown = 0;

  for (const as of ["ada", "grace"] as const) {
    for (const route of inWorkspace) {
      const { status, text } = await ask(`${fillRoute(route, values)}${query}`, { as });
      // It stands for every address that leads nowhere.
      const isFit = route.pattern.endsWith("/[...missing]") ? status === 404 : status < 400;
      if (!isFit) refused.push(`${as} ${route.pattern}: ${status}`);
      shown += leaksIn(text).length;
    }
  }

  expect(refused.filter((line) => !line.startsWith("grace /[workspace]/settings/"))).toEqual([]);
  expect(shown).toBeGreaterThan(20);
});

test("who is about to delete a workspace is offered everything in it first", async () => {
  const { text } = await ask("/elsewhere/settings/workspace", { as: "mallory" });
  const offered = [...text.matchAll(/href="(\/elsewhere\/[^"]*items\/export[^"]*)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&"),
  );

  expect(offered).toHaveLength(4);
  expect(text).toContain('href="/elsewhere/settings/workspace/export"');
  for (const place of offered) {
    expect([place, (await ask(place, { as: "mallory" })).status]).toEqual([place, 200]);
    const owned = await ask(place.replace("/elsewhere/", "/default/"), { as: "ada" });
    expect([place, leaksIn(owned.text).length > 20]).toEqual([place, true]);
  }
});

test("another workspace's owner is told of every page what is told of pages that never were", async () => {
  test.setTimeout(180_000);
  const different: string[] = [];

  for (const route of inWorkspace) {
    const there = await ask(`${fillRoute(route, values)}${query}`, { as: "mallory" });
    const elsewhere = fillRoute(route, { ...values, workspace: "nowhere" });
    const nowhere = await ask(`${elsewhere}${query}`, { as: "mallory" });
    const words = [there, nowhere].map(({ text }) => visibleText(text).replaceAll(/default|nowhere/g, "SLUG"));
    if (there.status !== 404 || nowhere.status !== 404 || words[0] !== words[1] || leaksIn(there.text).length > 0) {
      different.push(`${route.pattern}: ${there.status} and ${nowhere.status}\n${words.join("\n")}`);
    }
  }

  expect(different).toEqual([]);
});

test("names and ids of another workspace open nothing in any parameter", async () => {
  test.setTimeout(240_000);
  const own = { ...values, workspace: "elsewhere" };
  const guesses = [
    `repo=${generatedRepository}`,
    "repository=1",
    "connection=1",
    "delivery=1",
    "id=1",
    "workspace=default",
  ];
  const found: string[] = [];

  for (const route of pages.filter(({ pattern }) => pattern !== "/sign-in" && pattern !== "/sign-in/error")) {
    for (const guess of guesses) {
      const { status, text } = await ask(`${fillRoute(route, own)}${query}&${guess}`, { as: "mallory" });
      const leaked = leaksIn(text);
      if (status >= 500 || leaked.length > 0) found.push(`${route.pattern} ${guess}: ${status} ${leaked.join(", ")}`);
    }
  }

  expect(found).toEqual([]);
});

test("the API and the stream of events tell of another workspace what they tell of none", async () => {
  const places = ["/api/metrics/pr.time_to_merge?workspace=", "/api/metrics?workspace=", "/api/events?workspace="];

  for (const place of places) {
    const there = await ask(`${place}default`, { as: "mallory" });
    const nowhere = await ask(`${place}nowhere`, { as: "mallory" });
    const words = [there, nowhere].map(({ text }) => visibleText(text).replaceAll(/default|nowhere/g, "SLUG"));
    expect([place, there.status, words[0]]).toEqual([place, nowhere.status, words[1]]);
  }
  expect((await ask("/api/events?workspace=default", { as: "mallory" })).status).toBe(404);
  expect((await ask("/api/events?workspace=default", { as: "grace" })).status).toBe(200);
});

test("a key reads its own workspace alone; one letter more opens nothing", async () => {
  const metric = "/api/metrics/pr.time_to_merge";
  const withKey = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });

  expect((await ask(metric, withKey(key))).status).toBe(200);
  expect((await ask(`${metric}?workspace=elsewhere`, withKey(key))).status).toBe(404);
  expect((await ask("/api/events?workspace=elsewhere", withKey(key))).status).toBe(404);
  expect((await ask(metric, withKey(`${key}x`))).status).toBe(401);
  expect((await ask(metric, { headers: { authorization: "Basic YTpi" } })).status).toBe(401);
});

test("no change is taken from a page of another site, on no route and by no method", async () => {
  test.setTimeout(120_000);
  const foreign: Readonly<Record<string, string>>[] = [
    { origin: "https://evil.example.com" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ];
  const taken: string[] = [];
  const isOpen = (pattern: string) => /^\/(sign-in|sign-in\/error|health|api\/(health|ready|version))$/.test(pattern);

  for (const route of routes.filter(({ pattern }) => !isOpen(pattern))) {
    for (const method of methods.filter((one) => !["GET", "HEAD", "OPTIONS"].includes(one))) {
      for (const headers of foreign) {
        const { status } = await ask(fillRoute(route, values), { as: "ada", method, headers });
        // 401: a webhook proves itself by its signature alone; 405: nothing there changes anything.
        const isRefused = [401, 403, 405].includes(status);
        if (!isRefused) taken.push(`${method} ${route.pattern} with ${JSON.stringify(headers)}: ${status}`);
      }
    }
  }

  expect(taken).toEqual([]);
});

test("a secret that stands somewhere is found, however it is written", () => {
  const secret = 'planted "secret" of/this+test';
  const texts = {
    plain: `a ${secret} b`,
    url: `?token=${encodeURIComponent(secret)}`,
    json: JSON.stringify({ secret }),
    base64: Buffer.from(secret).toString("base64"),
    none: "planted secret of this test",
  };

  const found = findSecrets({ secrets: [secret], texts });

  expect(found.map((line) => line.split(":")[0])).toEqual(["plain", "url", "json", "base64"]);
});

test("no secret is in an answer, in a log, or in what browsers load", async () => {
  const password = new URL(product.databaseUrl).password;
  const secrets = [...Object.values(planted).flatMap((value) => value.split(",")), password, key];
  const sessions = [...cookies.values()].flatMap((line) => line.split("; ").map((pair) => pair.split("=")[1] ?? ""));
  const looked = {
    answers: answered.join("\n"),
    log: product.log(),
    bundle: readBelow(path.join(web, ".next/static")),
  };

  const found = findSecrets({ secrets: [...secrets, ...sessions.filter((value) => value.length > 30)], texts: looked });

  expect(secrets).toHaveLength(8);
  expect(sessions.filter((value) => value.length > 30)).toHaveLength(people.length);
  expect(found).toEqual([]);
  expect(looked.log).toContain("path=/default/pulls status=200");
  expect(looked.bundle.length).toBeGreaterThan(100_000);
});

function readBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|css|json|map)$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

async function asService(work: (tx: Tx) => Promise<void>): Promise<void> {
  const db = connect({ url: product.databaseUrl, applicationName: "pulse-e2e", maxConnections: 1 });
  try {
    await withService(db, work);
  } finally {
    await db.destroy();
  }
}
