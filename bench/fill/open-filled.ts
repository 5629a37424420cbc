import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { connect, migrate, startEmbeddedPostgres } from "@pulse/db";
import { sql } from "kysely";

import { fillDatabase } from "./fill-database.ts";
import type { FillSize } from "./sizes.ts";

export type FilledDatabases = {
  /** Of the application's role, by the name of the size. */
  readonly urls: ReadonlyMap<FillSize["name"], string>;
  readonly close: () => Promise<void>;
};

type OpenInput = {
  readonly sizes: readonly FillSize[];
  /** A folder that stays, filled, for the next run; without it everything is removed at the end. */
  readonly keep: string | null;
  readonly say: (text: string) => void;
};

// Goes up when the fill makes other rows than before.
const fillVersion = 2;
const fillSettings = { fsync: "off", max_wal_size: "8GB", maintenance_work_mem: "512MB", autovacuum: "off" };

/** One embedded server, with a filled database for each size; filled now, unless a kept folder holds it already. */
export async function openFilled({ sizes, keep, say }: OpenInput): Promise<FilledDatabases> {
  const folder = keep ?? (await mkdtemp(path.join(tmpdir(), "pulse-bench-data-")));
  const dataDir = path.join(folder, "data");
  await fillMissing({ sizes, dataDir, say });
  // Measured with the settings that `up` runs with.
  const server = await startEmbeddedPostgres({ dataDir, label: "bench" });
  const urls = new Map(sizes.map((size) => [size.name, onDatabase(server.url, databaseOf(size))]));
  return {
    urls,
    close: async () => {
      await server.stop();
      if (keep === null) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fillMissing({ sizes, dataDir, say }: Omit<OpenInput, "keep"> & { readonly dataDir: string }) {
  const server = await startEmbeddedPostgres({ dataDir, label: "bench fill", settings: fillSettings });
  const admin = connect({ url: server.superuserUrl, applicationName: "pulse bench", statementTimeoutMs: 0 });
  try {
    const owner = new URL(server.url).username;
    for (const size of sizes) {
      const name = databaseOf(size);
      const url = onDatabase(server.url, name);
      const found = await sql<{ readonly note: string | null }>`
        select shobj_description(oid, 'pg_database') as note
        from pg_database
        where datname = ${name}
      `.execute(admin);
      if (found.rows[0]?.note === `filled ${fillVersion}`) {
        await migrate({ url });
        continue;
      }
      await sql`drop database if exists ${sql.id(name)}`.execute(admin);
      await sql`create database ${sql.id(name)} owner ${sql.id(owner)}`.execute(admin);
      await migrate({ url });
      await fillDatabase({ size, url, superuserUrl: onDatabase(server.superuserUrl, name), say });
      await sql`comment on database ${sql.id(name)} is ${sql.lit(`filled ${fillVersion}`)}`.execute(admin);
    }
  } finally {
    await admin.destroy();
    await server.stop();
  }
}

function databaseOf(size: FillSize): string {
  return `bench_${size.name}`;
}

function onDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
