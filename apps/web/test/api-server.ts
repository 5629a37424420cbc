import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import { importArchive, type DeployAccess, type GitHubAccess, type Person } from "@pulse/actions";
import { ensureDefaultWorkspace, getWorkspace, listWorkspaces, localOwnerId } from "@pulse/db";
import type { TestDatabase } from "@pulse/db/testing";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, systemClock } from "@pulse/kit";

import { createApi } from "../http/api/create-api.ts";
import type { ApiRoute } from "../http/api/api-route.ts";
import { writePerson } from "../http/auth/person-header.ts";
import * as webActions from "../src/server/web-actions.ts";

export type ApiServer = {
  readonly url: string;
  /** Who asks from now on; null is nobody. */
  readonly become: (person: Person | null) => void;
  readonly close: () => Promise<void>;
};

export const localOwner: Person = {
  userId: localOwnerId,
  name: "Local owner",
  login: null,
  image: null,
  proof: { kind: "session", sessionId: "session", signedInAt: "2026-01-01T00:00:00Z" },
};

/** The API alone, on a port, behind a door that lets in whom the test names. */
export async function startApiServer(
  { db }: TestDatabase,
  {
    routes,
    github = null,
    deploy = null,
  }: {
    readonly routes: readonly ApiRoute[];
    readonly github?: GitHubAccess | null;
    readonly deploy?: DeployAccess | null;
  },
): Promise<ApiServer> {
  const logger = createLogger({ name: "test", level: "silent" });
  const api = createApi(
    {
      actions: webActions,
      clock: systemClock,
      db,
      getWorkspace,
      listWorkspaces,
      github,
      deploy,
      keyMaker: { createApiKey: () => Promise.resolve({ id: randomUUID(), key: "phk_of_a_test" }) },
      logger,
    },
    routes,
  );
  let person: Person | null = localOwner;
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
    writePerson(request, person);
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    void api.answer({ path: pathname, requestId: "r-1", request, response }).then((isAnswered) => {
      if (!isAnswered) response.writeHead(404).end("not of the API");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    become: (next) => {
      person = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A repository with a seeded history in the default workspace; gives its name. */
export async function importInvented({ db }: TestDatabase, seed: number): Promise<string> {
  const workspaceId = await ensureDefaultWorkspace(db);
  const repository = `octo-org/made-${seed}`;
  const history = generateHistory({
    repository,
    seed,
    from: new Date("2025-01-01T00:00:00Z"),
    asOf: new Date("2025-06-01T00:00:00Z"),
    issues: 40,
    pullRequests: 60,
    people: 6,
  });
  const folder = await mkdtemp(path.join(tmpdir(), "pulse api "));
  const file = path.join(folder, "archive.json");
  await writeFile(file, JSON.stringify(toArchive(history)));
  const logger = createLogger({ name: "test", level: "silent" });
  const ctx = { db, clock: systemClock, logger, actor: { userId: localOwnerId, workspaceId } };
  await importArchive.run(ctx, { file });
  await rm(folder, { recursive: true });
  return repository;
}
