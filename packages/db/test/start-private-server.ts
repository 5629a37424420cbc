import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { startEmbeddedPostgres } from "../src/embedded/start-embedded-postgres.ts";
import { queryAs } from "../src/testing/query-as.ts";

export type PrivateServer = {
  readonly superUrl: string;
  /** Another database or another role on the same server. */
  readonly urlOf: (input: { readonly database: string; readonly role?: string }) => string;
  readonly stop: () => Promise<void>;
};

/** A server that no other test uses, for tests of what is the whole server's: roles. Its roles log in with their own name as password. */
export async function startPrivateServer(version: 15 | 18): Promise<PrivateServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-private-postgres-"));
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, "data"), version, label: "tests", settings });
  const superUrl = server.superuserUrl;
  return {
    superUrl,
    urlOf: ({ database, role }) => {
      const url = new URL(superUrl);
      url.pathname = `/${database}`;
      if (role !== undefined) [url.username, url.password] = [role, role];
      return url.href;
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A database as a cautious administrator hands it over: `role` owns nothing and may do nothing special yet. */
export async function createModestDatabase(server: PrivateServer, name: string): Promise<string> {
  await queryAs(server.superUrl, `create role ${name} login password '${name}'`);
  await queryAs(server.superUrl, `create database ${name}`);
  return server.urlOf({ database: name, role: name });
}
