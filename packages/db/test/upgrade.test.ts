import { isDeepStrictEqual } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

import { drift } from "../src/catalogue/drift.ts";
import { migrate } from "../src/migrate/migrate.ts";
import { programMigrationsDir, readMigrations } from "../src/migrate/migration-files.ts";
import { createTestDatabase, type TestDatabase } from "../src/testing/create-test-database.ts";
import { queryAs } from "../src/testing/query-as.ts";
import { listUnrecorded, recordDatabase } from "./record-database.ts";
import { writeMigrations } from "./write-migrations.ts";

const migrations = await readMigrations(programMigrationsDir());
// Copied as they were: the oldest that has data, one from the middle, and the last before the newest.
const stops = [2, 14, migrations.length - 1];

let lived: TestDatabase;
/** What each stage held, and which of its rows did not say what the facts do right after the migration. */
const held = new Map<number, Rows>();
const stale = new Map<number, readonly unknown[]>();

beforeAll(async () => {
  lived = await createTestDatabase({ isMigrated: false });
  await recordDatabase(lived, {
    onMigrated: async (version) => {
      stale.set(version, await listStaleRows(lived.superUrl));
    },
    onRecorded: async (version) => {
      held.set(version, await readRows(lived.superUrl));
      if (!stops.includes(version)) return;
      await queryAs(serverUrl(), `create database ${stopName(version)} template ${lived.name}`);
    },
  });
});

afterAll(async () => {
  for (const version of stops) await queryAs(serverUrl(), `drop database if exists ${stopName(version)} with (force)`);
  await lived.drop();
});

// Computed from the facts and kept beside them; what counts is that they still say what the facts do.
const derived = [
  "pulse.ci_failures",
  "pulse.ci_spans",
  "pulse.ci_weeks",
  "pulse.contributor_spans",
  "pulse.contributor_weeks",
  "pulse.data_versions",
  "pulse.deployment_changes",
  "pulse.deployment_commits",
  "pulse.issue_timelines",
  "pulse.pull_request_timelines",
  "pulse.review_timelines",
];

test.each(migrations.map(({ version, name }) => [version, name] as const))(
  "what was there at migration %i, %s, is there at the newest",
  async (version) => {
    expect(listLost(held.get(version), await readRows(lived.superUrl))).toEqual([]);
    expect(stale.get(version)).toEqual([]);
  },
);

test.each(stops)(
  "an installation that stopped at migration %i comes to the newest with everything it had",
  async (version) => {
    const url = databaseUrl(lived.url, stopName(version));

    await migrate({ url });

    const superUrl = databaseUrl(lived.superUrl, stopName(version));
    expect(listLost(held.get(version), await readRows(superUrl))).toEqual([]);
    expect(await listStaleRows(superUrl)).toEqual([]);
    expect(await drift({ url })).toEqual([]);
  },
);

test("rows that are lost, changed or no longer follow from the facts are found", async () => {
  const superUrl = databaseUrl(lived.superUrl, stopName(migrations.length - 1));

  await queryAs(
    superUrl,
    `delete from pulse.label_groups;
     update pulse.releases set name = 'Two';
     alter table pulse.issue_timelines disable trigger user;
     update pulse.issue_timelines set author_id = null`,
  );

  const lost = listLost(held.get(migrations.length - 1), await readRows(superUrl));
  expect(lost.map((row) => row.split(" ")[0])).toEqual(["pulse.label_groups", "pulse.releases"]);
  expect(await listStaleRows(superUrl)).not.toEqual([]);
});

test("a migration without made-up data of its own is found", async () => {
  const migrationsDir = await writeMigrations([{ name: "first", up: "select 1;", down: "select 1;" }]);

  expect(await listUnrecorded()).toEqual([]);
  expect(await listUnrecorded({ migrationsDir })).toEqual(["0001_first"]);
});

function stopName(version: number): string {
  return `${lived.name}_at_${version}`;
}

function serverUrl(): string {
  return databaseUrl(lived.url, "postgres");
}

function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

type Rows = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Every row of every table that is no copy of others, by table and place. */
async function readRows(superUrl: string): Promise<Rows> {
  const tables = await queryAs<{ name: string }>(
    superUrl,
    `select format('%I.%I', nspname, relname) as name
     from pg_class
     join pg_namespace on pg_namespace.oid = relnamespace
     where nspname in ('pulse', 'identity') and relkind = 'r' and relpersistence = 'p' and relname <> 'schema_migrations'
     order by 1`,
  );
  const kept = tables.map(({ name }) => name).filter((name) => !derived.includes(name));
  if (kept.length === 0) return new Map();
  const rows = await queryAs<{ place: string; row: Record<string, unknown> }>(
    superUrl,
    kept
      .map(
        (name) =>
          `select '${name} ' || row_number() over (order by to_jsonb(kept)::text) as place, to_jsonb(kept) as row from ${name} as kept`,
      )
      .join(" union all "),
  );
  return new Map(rows.map(({ place, row }) => [place, row]));
}

/** Places of rows of which no row of the same table still has all the values. */
function listLost(before: Rows | undefined, after: Rows): readonly string[] {
  const afterByTable = Map.groupBy(after, ([place]) => place.split(" ")[0]);
  const isKept = (place: string, row: object): boolean =>
    afterByTable
      .get(place.split(" ")[0])
      ?.some(([, found]) => Object.entries(row).every(([name, value]) => isDeepStrictEqual(found[name], value))) ??
    false;
  return [...(before ?? [])].filter(([place, row]) => !isKept(place, row)).map(([place]) => place);
}

/** Rows of kept timelines that are not what the facts say, of the views that there are. */
async function listStaleRows(superUrl: string): Promise<readonly unknown[]> {
  const views = await queryAs<{ name: string; columns: string }>(
    superUrl,
    `select format('metrics.%I', stored.relname) as name, string_agg(quote_ident(attribute.attname), ', ') as columns
     from pg_class as stored
     join pg_class as computed
       on computed.relnamespace = stored.relnamespace
       and computed.relname = stored.relname || '_from_facts'
     join pg_attribute as attribute on attribute.attrelid = stored.oid and attribute.attnum > 0
     join pg_attribute as other on other.attrelid = computed.oid and other.attname = attribute.attname
     where stored.relnamespace = to_regnamespace('metrics')
     group by stored.relname`,
  );
  const found = [];
  for (const { name, columns } of views) {
    const rows = await queryAs(
      superUrl,
      `(select ${columns} from ${name} except all select ${columns} from ${name}_from_facts)
       union all
       (select ${columns} from ${name}_from_facts except all select ${columns} from ${name})`,
    );
    found.push(...rows);
  }
  return found;
}
