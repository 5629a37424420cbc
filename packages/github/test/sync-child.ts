/** A worker of its own, to be killed: reads one repository once. What it asks is written down before it is sent. */
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

import { connect } from "@pulse/db";
import { createLogger, fixedClock } from "@pulse/kit";

import { createGitHubClient } from "../src/client/create-github-client.ts";
import { syncRepository } from "../src/sync/sync-repository.ts";

export type ChildInput = {
  readonly databaseUrl: string;
  readonly apiUrl: string;
  readonly token: string;
  readonly now: string;
  readonly workspaceId: number;
  readonly repositoryId: number;
  readonly connectionId: number;
  readonly askedFile: string;
};

// Trusted: the test wrote it.
const input = JSON.parse(process.argv[2] ?? "{}") as ChildInput;

const noteAndFetch: typeof fetch = async (address, init) => {
  appendFileSync(input.askedFile, `${asText(address, init)}\n`);
  return await fetch(address, init);
};

function asText(address: Parameters<typeof fetch>[0], init: RequestInit | undefined): string {
  if (typeof init?.body === "string") return init.body;
  return typeof address === "string" ? address : "url" in address ? address.url : address.href;
}

const db = connect({ url: input.databaseUrl, applicationName: "pulse-test", maxConnections: 2 });
const ctx = { db, clock: fixedClock(input.now), logger: createLogger({ name: "child", level: "silent" }) };
const connection = {
  id: input.connectionId,
  workspaceId: input.workspaceId,
  kind: "token",
  name: "test",
  interactiveReserve: 0,
  credential: { kind: "token", token: input.token },
} as const;
const client = createGitHubClient({ ...ctx, fetch: noteAndFetch }, connection, {
  purpose: "sync",
  apiUrl: input.apiUrl,
});
const result = await syncRepository(
  { ...ctx, client, signal: new AbortController().signal, workerId: randomUUID() },
  { workspaceId: input.workspaceId, repositoryId: input.repositoryId, trigger: "manual" },
);
await db.destroy();
process.exitCode = result.state === "done" ? 0 : 1;
