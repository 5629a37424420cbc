import { connect, withService, type Db } from "@pulse/db";
import { createTestDatabase } from "@pulse/db/testing";
import { createLogger, type Clock } from "@pulse/kit";
import { sql } from "kysely";

import { createGitHubClient } from "../src/client/create-github-client.ts";
import type { GitHubClient } from "../src/client/github-client.ts";
import { ensureRepository } from "../src/save/ensure-repository.ts";
import { parseRepositoryName } from "../src/save/parse-repository-name.ts";
import type { Cursor, KindReader, PageCounts, PageInput, ReaderContext } from "../src/sync/kind-reader.ts";
import type { RepositoryProbe } from "../src/sync/repository-probe.ts";
import { createConnection } from "./connection-fixture.ts";

type Reading = { readonly next: Cursor | null; readonly pages: number; readonly counts: readonly PageCounts[] };

type Walk = Partial<Pick<PageInput, "from" | "since" | "pageSize" | "cursor">> & { readonly maxPages?: number };

export type ReaderWorld = {
  readonly ctx: ReaderContext;
  readonly superDb: Db;
  /** Reads a phase page by page and keeps each, as sync does. */
  readonly read: (reader: KindReader, phase: PageInput["phase"], walk?: Walk) => Promise<Reading>;
  readonly client: () => GitHubClient;
  /** Fields of warnings and errors. */
  readonly logged: () => readonly unknown[];
  readonly clear: () => Promise<void>;
  readonly drop: () => Promise<void>;
};

const firstCursor: Cursor = { cursor: null, position: {} };

/** acme/site of a workspace of its own, read through a real client from `apiUrl`. */
export async function createReaderWorld(input: {
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly isOrganisation?: boolean;
}): Promise<ReaderWorld> {
  const database = await createTestDatabase();
  const superDb = connect({ url: database.superUrl, applicationName: "pulse-test", maxConnections: 2 });
  const connection = await createConnection(database.db);
  const told: unknown[] = [];
  const logger = createLogger({ name: "test", level: "silent" });
  const tell = (fields: unknown) => void told.push(fields);
  Object.assign(logger, { error: tell, warn: tell });
  const repository = parseRepositoryName("acme/site");
  const { workspaceId } = connection;
  const add = async () =>
    await withService(database.db, (tx) =>
      ensureRepository(tx, { workspaceId, repository, fetchedAt: input.clock.now().toISOString() }),
    );
  let { id } = await add();
  const makeClient = () =>
    createGitHubClient({ db: database.db, clock: input.clock, logger }, connection, {
      purpose: "sync",
      apiUrl: input.apiUrl,
      retryBaseMs: 0,
    });
  let client = makeClient();
  const contextOf = (): ReaderContext => ({
    client,
    db: database.db,
    repository: { id, workspaceId, ...repository, githubId: 42, nodeId: null, defaultBranch: "main" },
    probe: { ...probe, isOrganisation: input.isOrganisation ?? true },
    clock: input.clock,
    logger,
    signal: new AbortController().signal,
  });
  return {
    get ctx() {
      return contextOf();
    },
    superDb,
    client: () => client,
    logged: () => told,
    read: async (reader, phase, walk = {}) => {
      client = makeClient();
      const ctx = contextOf();
      const counts: PageCounts[] = [];
      let next: Cursor | null = walk.cursor ?? firstCursor;
      for (let pages = 1; ; pages += 1) {
        const fetchedAt = input.clock.now().toISOString();
        const page = await reader.readPage(ctx, {
          phase,
          cursor: next ?? firstCursor,
          pageSize: walk.pageSize ?? reader.pageSize.first,
          from: walk.from ?? null,
          since: walk.since ?? null,
        });
        counts.push(
          await withService(database.db, (tx) => page.save(tx, { workspaceId, repositoryId: id, fetchedAt })),
        );
        // As through the database.
        next = page.next === null ? null : (JSON.parse(JSON.stringify(page.next)) as Cursor);
        if (page.isDone || pages === walk.maxPages) return { next, pages, counts };
      }
    },
    clear: async () => {
      told.length = 0;
      for (const table of ["etags", "teams", "repositories", "accounts"]) {
        await sql`delete from ${sql.id("pulse", table)}`.execute(superDb);
      }
      ({ id } = await add());
    },
    drop: async () => {
      await superDb.destroy();
      await database.drop();
    },
  };
}

const probe: RepositoryProbe = {
  githubId: 42,
  nodeId: "R_42",
  owner: "acme",
  name: "site",
  description: null,
  visibility: "public",
  isArchived: false,
  isFork: false,
  createdAt: "2020-01-01T00:00:00Z",
  pushedAt: null,
  updatedAt: "2024-01-01T00:00:00Z",
  stars: 0,
  forks: 0,
  watchers: 0,
  defaultBranch: "main",
  headSha: null,
  isOrganisation: true,
  totals: { issues: 0, pullRequests: 0 },
  fingerprints: {
    labels: "",
    milestones: "",
    issues: "",
    pullRequests: "",
    releases: "",
    tags: "",
    deployments: "",
  },
};
