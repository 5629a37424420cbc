/** One PostgreSQL server for the run: a role that owns what the tests use, a migrated template, and copies of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { randomBytes } from "node:crypto";

import pg from "pg";

import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";
import { migrate } from "../migrate/migrate.ts";

type CreatedDatabase = { readonly name: string; readonly url: string; readonly superUrl: string };

export type TestServer = {
  readonly create: (isMigrated: boolean) => Promise<CreatedDatabase>;
  readonly drop: (name: string) => Promise<void>;
  /** Drops the template and resolves to the databases that outlive the run: those nobody dropped on a server that is not ours. */
  readonly stop: () => Promise<readonly string[]>;
};

type RunningServer = { readonly isGiven: boolean; readonly superUrl: string; readonly stop: () => Promise<void> };

// The data of a test run is worth nothing after a crash.
const fastSettings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "100" };
const owner = "pulse_test_owner";
const ownerPassword = "pulse-test";

/** Uses the server at `givenUrl`, a superuser's, when its version is the one asked for; else starts an embedded one. */
export async function startTestServer(input: {
  readonly version: 15 | 18;
  readonly givenUrl: string | null;
}): Promise<TestServer> {
  const { version, givenUrl } = input;
  const server =
    (givenUrl === null ? null : await findGivenServer(givenUrl, version)) ?? (await startTemporaryServer(version));
  const runId = randomBytes(4).toString("hex");
  const names = new Set<string>();
  let created = 0;
  let template: Promise<string> | null = null;
  await runAsSuperuser(server.superUrl, ensureOwner);

  const create = async (source: string): Promise<CreatedDatabase> => {
    const name = `pulse_test_${runId}_${(created += 1)}`;
    names.add(name);
    await runAsSuperuser(server.superUrl, `create database ${name} owner ${owner} template ${source}`);
    return {
      name,
      url: urlOf(server.superUrl, { database: name, asOwner: true }),
      superUrl: urlOf(server.superUrl, { database: name }),
    };
  };
  const createTemplate = async (): Promise<string> => {
    const database = await create("template0");
    await migrate({ url: database.url });
    return database.name;
  };
  const drop = async (name: string): Promise<void> => {
    if (names.delete(name)) await runAsSuperuser(server.superUrl, `drop database if exists ${name} with (force)`);
  };
  return {
    create: async (isMigrated) => await create(isMigrated ? await (template ??= createTemplate()) : "template0"),
    drop,
    stop: async () => {
      if (template !== null) await template.then(drop, () => undefined);
      await server.stop();
      return server.isGiven ? [...names] : [];
    },
  };
}

async function findGivenServer(superUrl: string, version: number): Promise<RunningServer | null> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    const found = await client.query<{ number: number }>(
      "select current_setting('server_version_num')::int / 10000 as number",
    );
    return found.rows[0]?.number === version ? { isGiven: true, superUrl, stop: () => Promise.resolve() } : null;
  } finally {
    await client.end();
  }
}

async function startTemporaryServer(version: 15 | 18): Promise<RunningServer> {
  const folder = await mkdtemp(path.join(tmpdir(), `pulse-test-postgres-${version}-`));
  const server = await startEmbeddedPostgres({
    dataDir: path.join(folder, "data"),
    logFile: path.join(folder, "postgres.log"),
    version,
    label: "tests",
    settings: fastSettings,
  });
  return {
    isGiven: false,
    superUrl: server.superuserUrl,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// What a cautious administrator gives: the right to make roles and databases, and nothing beyond.
const ensureOwner = `do $$
begin
  if not exists (select from pg_roles where rolname = '${owner}') then
    create role ${owner} login nosuperuser nobypassrls createrole createdb password '${ownerPassword}';
  end if;
  if exists (select from pg_roles where rolname = 'authenticated') and exists (select from pg_roles where rolname = 'service_role') then
    grant authenticated, service_role to ${owner};
  end if;
end
$$`;

async function runAsSuperuser(superUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(superUrl: string, input: { readonly database: string; readonly asOwner?: boolean }): string {
  const url = new URL(superUrl);
  url.pathname = `/${input.database}`;
  if (input.asOwner === true) {
    url.username = owner;
    url.password = ownerPassword;
  }
  return url.href;
}
