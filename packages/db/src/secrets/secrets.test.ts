import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";

import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { expect, test } from "vitest";

import { createTestDatabase, queryAs } from "../testing.ts";
import { withService } from "../with-service.ts";
import { ensureKeyFile } from "./ensure-key-file.ts";
import { readKeyRing } from "./key-ring.ts";
import { resealSecrets } from "./reseal-secrets.ts";
import { openSecret, sealSecret, type SecretPlace } from "./seal-secret.ts";

const marker = "ghp_marker_of_a_secret";
const oldKey = randomBytes(32).toString("base64");
const newKey = randomBytes(32).toString("base64");
const place: SecretPlace = { workspaceId: 1, rowId: 7, purpose: "connection.secret" };

function failureOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

test("what was sealed opens at its place, and looks different every time", () => {
  const ring = readKeyRing(newKey);

  const sealed = sealSecret(ring, place, marker);

  expect(openSecret(ring, place, sealed)).toBe(marker);
  expect(sealed.includes(marker)).toBe(false);
  expect(sealSecret(ring, place, marker).equals(sealed)).toBe(false);
});

test.each<Partial<SecretPlace>>([{ workspaceId: 2 }, { rowId: 8 }, { purpose: "connection.webhook_secret" }])(
  "a sealed value that was moved (%o) does not open",
  (moved) => {
    const ring = readKeyRing(newKey);
    const sealed = sealSecret(ring, place, marker);

    expect(() => openSecret(ring, { ...place, ...moved }, sealed)).toThrow(/belong to another row/);
  },
);

test("any changed or missing byte is found", () => {
  const ring = readKeyRing(newKey);
  const sealed = sealSecret(ring, place, "x");

  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(isAppError(failureOf(() => openSecret(ring, place, changed)))).toBe(true);
    expect(isAppError(failureOf(() => openSecret(ring, place, sealed.subarray(0, index))))).toBe(true);
  }
});

test("a newer key seals, and the older one still opens what it sealed", () => {
  const sealed = sealSecret(readKeyRing(oldKey), place, marker);
  const ring = readKeyRing(`${newKey},${oldKey}`);

  expect(openSecret(ring, place, sealed)).toBe(marker);
  expect(openSecret(readKeyRing(newKey), place, sealSecret(ring, place, marker))).toBe(marker);
});

test("a key that is missing is named by its id, with what to do, and nothing of a secret or a key is told", () => {
  const sealed = sealSecret(readKeyRing(oldKey), place, marker);

  const failure = failureOf(() => openSecret(readKeyRing(newKey), place, sealed));

  const [id] = readKeyRing(oldKey).keys.keys();
  expect(failure).toMatchObject({
    code: "internal",
    message: expect.stringContaining(`the key ${id}, which is not among`),
  });
  const told = inspect(failure, { depth: 10 });
  for (const secret of [marker, oldKey, newKey]) expect(told).not.toContain(secret);
});

test.each([
  ["", /no key is given/],
  [" , ", /no key is given/],
  ["short", /key 1 has 3 bytes/],
  [`${newKey} not!base64`, /key 2 is not base64/],
])("keys that cannot be used (%j) are refused without being repeated", (text, message) => {
  expect(() => readKeyRing(text)).toThrow(message);
  expect(inspect(failureOf(() => readKeyRing(text)))).not.toContain(newKey);
});

test("all secrets are sealed again with the newest key, once, and the older key is then needed no more", async () => {
  const database = await createTestDatabase();
  const before = readKeyRing(oldKey);
  const id = await withService(database.db, async (tx) => {
    const made = await sql<{ id: number; workspaceId: number }>`
      with workspace as (insert into pulse.workspaces (slug, name) values ('w', 'W') returning id)
      insert into pulse.connections (workspace_id, name, kind, secret, secret_key_id)
      select id, 'main', 'token', '\\x00', 'none' from workspace
      returning id, workspace_id
    `.execute(tx);
    const [row] = made.rows;
    if (row === undefined) throw new Error("no row");
    const at = { workspaceId: row.workspaceId, rowId: row.id };
    await sql`
      update pulse.connections
      set
        secret = ${sealSecret(before, { ...at, purpose: "connection.secret" }, marker)},
        secret_key_id = ${before.sealingKeyId},
        webhook_secrets = array[${sealSecret(before, { ...at, purpose: "connection.webhook_secret" }, "hook")}::bytea]
    `.execute(tx);
    return at;
  });
  const ring = readKeyRing(`${newKey} ${oldKey}`);

  expect(await resealSecrets(database.db, ring)).toEqual({ connections: 1, resealed: 1 });
  expect(await resealSecrets(database.db, ring)).toEqual({ connections: 1, resealed: 0 });

  const [row] = await queryAs<{ secret: Buffer; webhook_secrets: Buffer[]; secret_key_id: string }>(
    database.superUrl,
    "select secret, webhook_secrets, secret_key_id from pulse.connections",
  );
  const onlyNew = readKeyRing(newKey);
  expect(row?.secret_key_id).toBe(onlyNew.sealingKeyId);
  expect(openSecret(onlyNew, { ...id, purpose: "connection.secret" }, row?.secret ?? Buffer.of())).toBe(marker);
  expect(
    openSecret(onlyNew, { ...id, purpose: "connection.webhook_secret" }, row?.webhook_secrets[0] ?? Buffer.of()),
  ).toBe("hook");
  await expect(resealSecrets(database.db, before)).rejects.toThrow(/not among PULSE_ENCRYPTION_KEYS/);
  await database.drop();
});

test("an installation without keys gets one, its owner's alone, and the same one ever after", async () => {
  const home = path.join(await mkdtemp(path.join(tmpdir(), "pulse-keys-")), "state");

  const made = await Promise.all([ensureKeyFile(home), ensureKeyFile(home), ensureKeyFile(home)]);
  const again = await ensureKeyFile(home);

  expect(new Set([...made, again]).size).toBe(1);
  expect(readKeyRing(again).keys.size).toBe(1);
  expect(await readdir(home)).toEqual(["encryption-keys"]);
  expect((await stat(path.join(home, "encryption-keys"))).mode & 0o777).toBe(0o600);
  await rm(path.dirname(home), { recursive: true });
});
