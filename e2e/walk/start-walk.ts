/** The installation that is walked: its data, the people of every role, and one request at a time as any of them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { connect, withService, type Tx } from "@pulse/db";
import { findFreePort } from "@pulse/kit";
import { createEmulator, type Emulator } from "emulate";
import { sql } from "kysely";

import { writeGeneratedData } from "../product/archives.ts";
import { launchProduct, type Launched } from "../product/start-product.ts";
import { nextAddress } from "./next-address.ts";
import { signInAs } from "./sign-in-as.ts";

/** Ada owns the workspace with the data, Max is an admin, Lin a member, Grace may look at it; Mallory owns another one. */
const roles = {
  ada: ["default", "owner"],
  max: ["default", "admin"],
  lin: ["default", "member"],
  grace: ["default", "viewer"],
  mallory: ["elsewhere", "owner"],
} as const;

export const people = ["ada", "max", "lin", "grace", "mallory"] as const;
export type Login = (typeof people)[number];

/** Values of every setting that is a secret, made to be found again. */
export const planted = {
  NEXTAUTH_SECRET: "planted-nextauth-0123456789abcdef0123456789",
  GITHUB_OAUTH_CLIENT_SECRET: "planted-oauth-client-secret",
  GITHUB_WEBHOOK_SECRET: "planted-webhook-secret-1,planted-webhook-secret-2",
  GITHUB_TOKEN: `ghp_${"planted".repeat(5)}x`,
  PULSE_ENCRYPTION_KEYS: Buffer.from("planted-key-of-thirty-two-bytes!").toString("base64"),
};

type Asking = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: FormData;
  readonly as?: Login;
};
type Answered = { readonly status: number; readonly text: string };

export type Walked = {
  readonly url: string;
  readonly databaseUrl: string;
  /** An API key of this workspace that may read. */
  readonly key: string;
  /** Words that are in this data and nowhere else: whole titles. */
  readonly markers: readonly string[];
  readonly cookies: ReadonlyMap<Login, string>;
  /** Everything that any walk was answered, for the search for secrets. */
  readonly answered: readonly string[];
  readonly ask: (place: string, asking?: Asking) => Promise<Answered>;
  readonly leaksIn: (text: string) => readonly string[];
  readonly asService: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

export async function startWalk(): Promise<Walked> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const github = await startGitHub(url);
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
  const product = await launchProduct("walk", { settings, port });
  const stop = async () => {
    await product.stop();
    await github.close();
  };
  try {
    return { ...(await prepare({ url, github: github.url, product })), stop };
  } catch (error) {
    // Nobody could stop what was never handed out.
    await stop();
    throw error;
  }
}

type Started = { readonly url: string; readonly github: string; readonly product: Launched };

async function prepare({ url, github, product }: Started): Promise<Omit<Walked, "stop">> {
  const markers = await fill(product);
  const made: { key: string } = JSON.parse(product.pulse("key", "create", "--scope", "read", "--json"));
  const cookies = new Map<Login, string>();
  for (const login of people) cookies.set(login, await signInAs(login, { url, github }));
  const asService = serviceOf(product.databaseUrl);
  await asService(settle);
  const answered: string[] = [];
  return {
    url,
    databaseUrl: product.databaseUrl,
    key: made.key,
    markers,
    cookies,
    answered,
    asService,
    leaksIn: (text) => markers.filter((marker) => text.includes(marker)),
    log: product.log,
    ask: async (place, asking = {}) => {
      const cookie = asking.as === undefined ? null : (cookies.get(asking.as) ?? null);
      const answer = await request(new URL(place, url), { cookie, asking });
      answered.push(answer.text);
      return answer;
    },
  };
}

const clientId = "Ov23walk";

async function startGitHub(url: string): Promise<Emulator> {
  const app = {
    client_id: clientId,
    client_secret: planted.GITHUB_OAUTH_CLIENT_SECRET,
    name: "Pulse-Hub",
    redirect_uris: [`${url}/api/auth/callback/github`],
  };
  const users = people.map((login) => ({ login, name: login, email: `${login}@example.com` }));
  return await createEmulator({ service: "github", port: 0, seed: { github: { users, oauth_apps: [app] } } });
}

async function fill(product: Launched): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse e2e walk "));
  try {
    const { archive } = await writeGeneratedData(folder);
    product.pulse("import", "archive", archive);
    return titlesOf(archive);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function titlesOf(archive: string): readonly string[] {
  const { issues, pulls }: { issues: readonly { title: string }[]; pulls: readonly { title: string }[] } = JSON.parse(
    readFileSync(archive, "utf8"),
  );
  return [...new Set([...issues, ...pulls].map(({ title }) => title))].filter((title) => title.length > 15);
}

async function settle(tx: Tx): Promise<void> {
  await sql`insert into pulse.workspaces (slug, name) values ('elsewhere', 'Elsewhere')`.execute(tx);
  for (const [login, [slug, role]] of Object.entries(roles)) {
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      select w.id, u.id, ${role}
      from pulse.workspaces w
      join identity.users u on u.login = ${login}
      where w.slug = ${slug}
    `.execute(tx);
  }
}

function serviceOf(databaseUrl: string): Walked["asService"] {
  return async (work) => {
    const db = connect({ url: databaseUrl, applicationName: "pulse-e2e", maxConnections: 1 });
    try {
      return await withService(db, work);
    } finally {
      await db.destroy();
    }
  };
}

async function request(
  address: URL,
  { cookie, asking }: { readonly cookie: string | null; readonly asking: Asking },
): Promise<Answered> {
  const abort = new AbortController();
  const answer = await fetch(address, {
    method: asking.method ?? "GET",
    redirect: "manual",
    headers: { ...(cookie === null ? {} : { cookie }), ...nextAddress(), ...asking.headers },
    ...(asking.body === undefined ? {} : { body: asking.body }),
    signal: abort.signal,
  });
  // A stream of events has no end to wait for.
  const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") === true;
  const text = isStream ? "(a stream)" : await answer.text();
  if (isStream) abort.abort();
  return { status: answer.status, text };
}
