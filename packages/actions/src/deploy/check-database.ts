/** Whether the database of an env file lets us in, at the right port, and lets its role do what the program that reads the file does there. */
import { checkServer, readDatabaseRights, type DatabaseRights } from "@pulse/db";
import type { Finding } from "@pulse/deploy";

type Key = "POSTGRES_URL" | "POSTGRES_DIRECT_URL";
type Fault = Pick<Finding, "code" | "cause" | "fix"> & { readonly key: Key };

const transactionPoolerPort = "6543";
const code = "DATABASE_CONNECTION_ERROR";

/** Nothing is said of what is not there. Nothing is changed, and no password is said. */
export async function checkDatabase(
  values: Readonly<Record<string, string>>,
  { isMigrating }: { readonly isMigrating: boolean },
): Promise<readonly Fault[]> {
  const [pooled, direct] = await Promise.all([ask(values, "POSTGRES_URL"), ask(values, "POSTGRES_DIRECT_URL")]);
  const faults = [pooled, direct].flatMap((asked) => asked?.faults ?? []);
  // The address that migrations take, where there are two.
  const migrating = direct ?? pooled;
  if (isMigrating && migrating !== null) faults.push(...refuseMigrating(migrating));
  for (const { key, rights } of [pooled, direct].flatMap((asked) => (asked === null ? [] : [asked]))) {
    const [remedy] = rights?.serve ?? [];
    if (remedy !== undefined)
      faults.push(lacks(key, rights, { what: "may not take on the roles that requests run as", remedy }));
  }
  const [one, ...others] = [pooled, direct].flatMap((asked) => asked?.rights?.identity ?? []);
  if (others.some((identity) => identity !== one)) {
    const cause =
      "POSTGRES_DIRECT_URL leads to another database than POSTGRES_URL: what is migrated there is not what is read";
    faults.push({ key: "POSTGRES_DIRECT_URL", code, cause, fix: "write both addresses of one database" });
  }
  return faults;
}

type Asked = {
  readonly key: Key;
  readonly port: string;
  readonly rights: DatabaseRights | null;
  readonly faults: readonly Fault[];
};

async function ask(values: Readonly<Record<string, string>>, key: Key): Promise<Asked | null> {
  const url = values[key];
  if (url === undefined || !URL.canParse(url)) return null;
  const { port } = new URL(url);
  if (key === "POSTGRES_DIRECT_URL" && port === transactionPoolerPort) {
    const cause = `${key} leads to port ${port}, a pooler of transactions, which has no locks, and cannot migrate`;
    const fix = "write the port of the database itself, mostly 5432";
    return { key, port, rights: null, faults: [{ key, code, cause, fix }] };
  }
  try {
    await checkServer(url);
    return { key, port, rights: await readDatabaseRights(url), faults: [] };
  } catch (error) {
    // Messages of the database name its host and user, and never the password.
    const said = error instanceof Error ? error.message : String(error);
    const cause = `the database of ${key} does not let us in: ${said}`;
    return {
      key,
      port,
      rights: null,
      faults: [{ key, code, cause, fix: "correct the address, or wake the database up" }],
    };
  }
}

function refuseMigrating({ key, port, rights }: Asked): readonly Fault[] {
  if (key === "POSTGRES_URL" && port === transactionPoolerPort) {
    const cause = `${key} leads to port ${port}, a pooler of transactions, and migrations have no other way: their lock does not hold there`;
    return [
      { key, code, cause, fix: "give the address of the database itself, mostly port 5432, in POSTGRES_DIRECT_URL" },
    ];
  }
  const [remedy, ...others] = rights?.migrate ?? [];
  if (remedy === undefined) return [];
  return [lacks(key, rights, { what: "may not migrate", remedy: [remedy, ...others].join(" ") })];
}

function lacks(key: Key, rights: DatabaseRights | null, of: { readonly what: string; readonly remedy: string }): Fault {
  const cause = `the role ${rights?.role ?? ""} of ${key} ${of.what} in this database`;
  return { key, code, cause, fix: `let an administrator of it run: ${of.remedy}` };
}
