// PostgreSQL refuses to run as root. As root it therefore runs in a user namespace of its own, where root bears another
// name and the files stay root's on disk; where the system forbids that, as an unprivileged account.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

import { AppError } from "@pulse/kit";

const run = promisify(execFile);

/** How to start a server program: what stands before its command line, and the account to start it under. */
export type Launch = {
  readonly kind: "self" | "namespace" | "account";
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
};

export type Account = { readonly name: string; readonly uid: number; readonly gid: number };

type LaunchFacts = {
  readonly selfUid: number;
  /** Owner of the data folder, null while there is none. */
  readonly ownerUid: number | null;
  readonly canMapUser: boolean;
  readonly accounts: readonly Account[];
  readonly dataDir: string;
};

/** Throws `forbidden` when the data belongs to somebody else, `unavailable` when no account is left to run under. */
export function planLaunch(facts: LaunchFacts): Launch {
  const { selfUid, ownerUid, accounts } = facts;
  if (selfUid !== 0) {
    if (ownerUid === null || ownerUid === selfUid) return { kind: "self", prefix: [] };
    const owner = accounts.find((account) => account.uid === ownerUid)?.name ?? `user ${ownerUid}`;
    throw new AppError(
      "forbidden",
      `The database in ${facts.dataDir} belongs to ${owner}. Run pulse as ${owner}, or give the folder to yourself: sudo chown -R "$(id -un)" "${facts.dataDir}"`,
    );
  }
  const owner = accounts.find((account) => account.uid === ownerUid && account.uid !== 0);
  if (owner !== undefined) return asAccount(owner);
  const stand = accounts.find((account) => account.name === "nobody") ?? accounts.find((account) => account.uid !== 0);
  if (stand === undefined) {
    throw new AppError(
      "unavailable",
      "PostgreSQL does not run as root, and /etc/passwd has no other account. Run pulse as an ordinary user",
    );
  }
  return facts.canMapUser ? { kind: "namespace", prefix: mapUser(stand) } : asAccount(stand);
}

export async function readLaunchFacts(input: {
  readonly dataDir: string;
  readonly ownerUid: number | null;
}): Promise<LaunchFacts> {
  const selfUid = process.getuid?.() ?? -1;
  const accounts = parseAccounts(await readFile("/etc/passwd", "utf8").catch(() => ""));
  const stand = accounts.find((account) => account.uid !== 0);
  const canMapUser = selfUid === 0 && stand !== undefined && (await succeeds([...mapUser(stand), "true"]));
  return { selfUid, accounts, canMapUser, ...input };
}

export function parseAccounts(passwd: string): readonly Account[] {
  return passwd.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    if (name === undefined || uid === undefined || gid === undefined) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

function asAccount(account: Account): Launch {
  return { kind: "account", prefix: [], uid: account.uid, gid: account.gid };
}

function mapUser(account: Account): readonly string[] {
  return ["unshare", "--user", `--map-user=${account.uid}`, `--map-group=${account.gid}`, "--"];
}

async function succeeds(commandLine: readonly string[]): Promise<boolean> {
  const [program = "", ...rest] = commandLine;
  return await run(program, rest).then(
    () => true,
    () => false,
  );
}
