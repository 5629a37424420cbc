/**
 * How fast archives become rows, beside what PostgreSQL itself takes to COPY the same rows from ready-made files into the same tables, with
 * their indexes and foreign keys, in the same run.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { migrate, startEmbeddedPostgres } from "@pulse/db";
import { generateHistory, toArchive } from "@pulse/github-replica";
import pg from "pg";
import { z } from "zod";

import { createReport, medianOf, type Report } from "./report.ts";

const realFiles = ["tls13-spec", "mls-protocol", "http-extensions"].map((name) =>
  path.join(import.meta.dirname, "../../shared/data", `${name}.archive.json`),
);
const runs = 5;
const template = "bench_template";
const importOnceSchema = z.object({ seconds: z.number(), rows: z.number(), peakMb: z.number() });

export async function benchImport(): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse-bench-import-"));
  // The server, which may run as another user, reads and writes the files of COPY here.
  chmodSync(folder, 0o777);
  const files = realFiles.every((file) => existsSync(file)) ? realFiles : generateFiles(folder);
  const server = await startEmbeddedPostgres({ dataDir: path.join(folder, "data"), label: "./pulse bench import" });
  try {
    const world = { folder, files, superUrl: server.superuserUrl, owner: new URL(server.url).username };
    await createDatabase(world, template, "template0");
    await migrate({ url: urlOf(server.url, template) });
    const measured: Measured[] = [];
    for (let run = 0; run < runs; run += 1) measured.push(await measureOnce(world, server.url, run));
    return toReport(files, measured);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type World = {
  readonly folder: string;
  readonly files: readonly string[];
  readonly superUrl: string;
  readonly owner: string;
};

type Measured = {
  readonly importS: number;
  readonly copyS: number;
  readonly fileRows: number;
  readonly storedRows: number;
  readonly peakMb: number;
};

// One beside the other each time, so that both see the machine in the same mood.
async function measureOnce(world: World, ownerUrl: string, run: number): Promise<Measured> {
  const name = `bench_import_${run}`;
  await createDatabase(world, name, template);
  const imported = importOnce(urlOf(ownerUrl, name), world.files);
  const tables = await withClient(urlOf(world.superUrl, name), async (client) => await copyOut(client, world.folder));
  const copied = `bench_copy_${run}`;
  await createDatabase(world, copied, template);
  const copyS = await withClient(urlOf(world.superUrl, copied), async (client) => await copyIn(client, tables));
  return {
    importS: imported.seconds,
    copyS,
    fileRows: imported.rows,
    storedRows: tables.reduce((sum, table) => sum + table.rows, 0),
    peakMb: imported.peakMb,
  };
}

function importOnce(url: string, files: readonly string[]): z.output<typeof importOnceSchema> {
  const script = path.join(import.meta.dirname, "import-once.ts");
  const done = spawnSync(process.execPath, [script, url, ...files], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`the importer exited ${done.status}:\n${done.stderr}`);
  return importOnceSchema.parse(JSON.parse(done.stdout));
}

type TableFile = { readonly table: string; readonly columns: string; readonly file: string; readonly rows: number };

/** Writes every table that has rows to a file of its own, in an order in which they can be read back. */
async function copyOut(client: pg.Client, folder: string): Promise<readonly TableFile[]> {
  const files: TableFile[] = [];
  for (const { table, columns } of await listTables(client)) {
    const file = path.join(folder, `${table}.copy`);
    rmSync(file, { force: true });
    const done = await client.query(`copy pulse.${table} (${columns}) to '${file}'`);
    if ((done.rowCount ?? 0) > 0) files.push({ table, columns, file, rows: done.rowCount ?? 0 });
  }
  return files;
}

/** Tables after those that they refer to; columns that PostgreSQL computes left out. */
async function listTables(client: pg.Client): Promise<readonly { readonly table: string; readonly columns: string }[]> {
  const found = await client.query<{ table: string; columns: string; needs: string[] }>(`
    select
      relname as table,
      (
        select string_agg(quote_ident(attname), ', ' order by attnum)
        from pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = ''
      ) as columns,
      array(
        select distinct other.relname::text
        from pg_constraint
        join pg_class as other on other.oid = confrelid
        where conrelid = class.oid and contype = 'f' and confrelid <> conrelid
      ) as needs
    from pg_class as class
    where relnamespace = 'pulse'::regnamespace and relkind = 'r' and relname <> 'schema_migrations'
    order by relname
  `);
  const waiting = [...found.rows];
  const ordered: typeof waiting = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => needs.every((need) => ordered.some(({ table }) => table === need)));
    if (next === -1) throw new Error("the tables refer to each other in a circle");
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

async function copyIn(client: pg.Client, tables: readonly TableFile[]): Promise<number> {
  const startedAt = performance.now();
  await client.query("begin");
  for (const { table, columns, file } of tables) await client.query(`copy pulse.${table} (${columns}) from '${file}'`);
  await client.query("commit");
  return (performance.now() - startedAt) / 1000;
}

async function createDatabase(world: World, name: string, from: string): Promise<void> {
  await withClient(world.superUrl, async (client) => {
    await client.query(`create database ${name} owner "${world.owner}" template ${from}`);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(base: string, database: string): string {
  const url = new URL(base);
  url.pathname = `/${database}`;
  return url.href;
}

// As many rows as the three real archives, for machines that do not have those.
function generateFiles(folder: string): readonly string[] {
  return ["north", "south", "east"].map((name, index) => {
    const history = generateHistory({
      repository: `bench/${name}`,
      seed: index + 1,
      from: new Date("2016-01-01T00:00:00Z"),
      asOf: new Date("2024-01-01T00:00:00Z"),
      issues: 480,
      pullRequests: 720,
      people: 150,
    });
    const file = path.join(folder, `${name}.archive.json`);
    writeFileSync(file, JSON.stringify(toArchive(history), null, 2));
    return file;
  });
}

function toReport(files: readonly string[], measured: readonly Measured[]): Report {
  const [last] = measured.slice(-1);
  const importS = medianOf(measured.map((run) => run.importS));
  const copyS = medianOf(measured.map((run) => run.copyS));
  const sizeMb = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  const rows = last?.storedRows ?? 0;
  return createReport(
    "import",
    [
      {
        name: "archives to rows, the database being up",
        unit: "s",
        value: importS,
        runs: measured.map((run) => run.importS),
        goal: { atMost: 2.5 },
        limit: { name: "COPY of the same rows", value: copyS },
      },
      {
        name: "COPY of the same rows from ready-made files",
        unit: "s",
        value: copyS,
        runs: measured.map((run) => run.copyS),
      },
      { name: "import, in times of COPY", unit: "ratio", value: importS / copyS, goal: { atMost: 3 } },
      { name: "rows stored", unit: "rows", value: rows },
      { name: "rows in the files", unit: "rows", value: last?.fileRows ?? 0 },
      { name: "rows stored per second", unit: "rows/s", value: rows / importS },
      {
        name: "peak memory of the importer's process",
        unit: "MB",
        value: Math.max(...measured.map((run) => run.peakMb)),
        goal: { atMost: 350 },
      },
    ],
    [`${files.map((file) => path.basename(file)).join(", ")}: ${sizeMb.toFixed(1)} MB of JSON`],
  );
}
