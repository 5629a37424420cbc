import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { connect, withService, type Db } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { sql } from "kysely";

import { importArchive, type ArchiveImport } from "../src/index.ts";

type Options = Pick<Parameters<typeof importArchive>[1], "signal" | "onProgress">;

export type ArchiveWorkspace = {
  readonly workspaceId: number;
  /** Passes every policy, for looking at rows. */
  readonly superDb: Db;
  readonly database: TestDatabase;
  /** Writes `content` (JSON unless bytes or text) to a file and imports it. */
  readonly import: (content: unknown, options?: Options) => Promise<ArchiveImport>;
  readonly importFile: (file: string, options?: Options) => Promise<ArchiveImport>;
  /** An empty workspace again. */
  readonly clear: () => Promise<void>;
  readonly drop: () => Promise<void>;
};

/** A database with a workspace to import archives into. */
export async function createArchiveWorkspace(): Promise<ArchiveWorkspace> {
  const database = await createTestDatabase();
  const superDb = connect({ url: database.superUrl, applicationName: "pulse-test", maxConnections: 2 });
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-archive-"));
  const workspaceId = await withService(database.db, async (tx) => {
    const made = await sql<{ id: number }>`
      insert into pulse.workspaces (slug, name) values ('test', 'Test') returning id
    `.execute(tx);
    return made.rows[0]?.id ?? 0;
  });
  const importFile = async (file: string, options: Options = {}) =>
    await importArchive(database.db, { ...options, workspaceId, file, fileName: path.basename(file) });
  let files = 0;
  return {
    workspaceId,
    superDb,
    database,
    importFile,
    import: async (content, options) => {
      const file = path.join(folder, `archive-${(files += 1)}.json`);
      const isRaw = typeof content === "string" || content instanceof Uint8Array;
      await writeFile(file, isRaw ? content : JSON.stringify(content, null, 1));
      return await importFile(file, options);
    },
    clear: async () => {
      // Of a table with few rows, a delete is ten times faster than a truncate of everything that refers to it.
      await sql`delete from pulse.repositories`.execute(superDb);
      await sql`delete from pulse.accounts`.execute(superDb);
    },
    drop: async () => {
      await superDb.destroy();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
