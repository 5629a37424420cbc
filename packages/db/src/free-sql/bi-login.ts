import { createHmac, createHash, hkdfSync, pbkdf2Sync, randomBytes } from "node:crypto";

import { sql } from "kysely";

import type { Db, Tx } from "../connect.ts";
import type { KeyRing } from "../secrets/key-ring.ts";

/** The login of a workspace. Roles belong to the whole server, so its name tells the database as well. */
export async function biRoleName(db: Db | Tx, workspaceId: number): Promise<string> {
  const found = await sql<{ name: string }>`
    select 'pulse_bi_' || left(md5(current_database()), 10) || '_' || ${workspaceId}::bigint as name
  `.execute(db);
  const [row] = found.rows;
  if (row === undefined) throw new Error("a query without a table gives one row");
  return row.name;
}

/** Its passwords, that of the newest key first. They are made from the installation's keys, so that none is kept anywhere. */
export function biPasswords({ keys, sealingKeyId }: KeyRing, role: string): readonly string[] {
  const newestFirst = [...keys].toSorted(([a], [b]) => Number(b === sealingKeyId) - Number(a === sealingKeyId));
  return newestFirst.map(([, key]) =>
    Buffer.from(hkdfSync("sha256", key, "", `pulse login ${role}`, 32)).toString("base64url"),
  );
}

const rounds = 4096;

/** What PostgreSQL keeps of a password (RFC 5803): given so, the password itself stands in no statement that a server may log. */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, rounds, 32, "sha256");
  const keyOf = (name: string): Buffer => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${rounds}:${salt.toString("base64")}$${storedKey}:${keyOf("Server Key").toString("base64")}`;
}
