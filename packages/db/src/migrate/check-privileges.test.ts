import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { queryAs } from "../testing/query-as.ts";
import { createModestDatabase, startPrivateServer, type PrivateServer } from "../../test/start-private-server.ts";
import { writeCatalogue } from "../../test/write-catalogue.ts";
import { readDatabaseRights } from "../read-database-rights.ts";
import { drift } from "../catalogue/drift.ts";
import { migrate } from "./migrate.ts";
import { rollback } from "./rollback.ts";

const makeRoles =
  "create role anon nologin; create role authenticated nologin; create role service_role nologin; create role pulse_bi nologin";
const schemas = "select nspname from pg_namespace where nspname in ('pulse', 'metrics', 'identity', 'auth')";

describe.each([15, 18] as const)("a fresh PostgreSQL %i", (version) => {
  let server: PrivateServer;

  beforeAll(async () => {
    server = await startPrivateServer(version);
  });

  afterAll(async () => {
    await server.stop();
  });

  afterEach(async () => {
    const made = await queryAs<{ name: string }>(
      server.superUrl,
      "select datname as name from pg_database where datname not in ('postgres', 'pulse', 'template0', 'template1')",
    );
    for (const { name } of made) await queryAs(server.superUrl, `drop database ${name} with (force)`);
    await queryAs(server.superUrl, "drop role if exists anon, authenticated, service_role, pulse_bi");
  });

  async function refusalOf(url: string): Promise<string> {
    return await migrate({ url }).then(
      () => "was not refused",
      (error: unknown) => String(error),
    );
  }

  async function remediesIn(refusal: string): Promise<string> {
    return refusal
      .split("\n")
      .filter((line) => line.startsWith("  "))
      .join("\n");
  }

  test("an owner who may do nothing is told the exact SQL, nothing is left, and the SQL is enough", async () => {
    const url = await createModestDatabase(server, "modest");
    const admin = server.urlOf({ database: "modest" });

    const refusal = await refusalOf(url);
    const left = await queryAs(admin, schemas);
    await queryAs(admin, await remediesIn(refusal));
    await migrate({ url });
    const differences = await drift({ url, catalogueFile: await writeCatalogue(server.superUrl) });
    const attributes = await queryAs(
      admin,
      "select from pg_roles where rolname = 'modest' and (rolsuper or rolbypassrls or rolcreaterole)",
    );

    expect(refusal).toBe(
      'AppError: The role "modest" lacks rights that the migrations need. Let an administrator of the database "modest" run:\n' +
        '  grant create on database "modest" to "modest";\n' +
        "  create role anon nologin;\n  create role authenticated nologin;\n  create role service_role nologin;\n  create role pulse_bi nologin;\n" +
        '  grant authenticated, service_role to "modest";',
    );
    expect(left).toEqual([]);
    expect(differences).toEqual([]);
    expect(attributes).toEqual([]);
  });

  test("what a role may do is told beforehand: to begin, to go on migrating, and to serve", async () => {
    const url = await createModestDatabase(server, "careful");
    const admin = server.urlOf({ database: "careful" });
    const before = await readDatabaseRights(url);
    await queryAs(admin, before.migrate.join("\n"));
    await migrate({ url });
    await queryAs(admin, "create role stranger login password 'stranger'");

    const owner = await readDatabaseRights(url);
    const stranger = await readDatabaseRights(server.urlOf({ database: "careful", role: "stranger" }));

    expect(before.migrate[0]).toBe('grant create on database "careful" to "careful";');
    expect(owner).toMatchObject({ role: "careful", serve: [], migrate: [] });
    expect(stranger).toEqual({
      identity: owner.identity,
      role: "stranger",
      serve: ['grant authenticated, service_role to "stranger";'],
      migrate: ['grant "careful" to "stranger";'],
    });
  });

  test("roles that another made are not ours to take on, until they are granted", async () => {
    await queryAs(server.superUrl, makeRoles);
    const url = await createModestDatabase(server, "second");
    const admin = server.urlOf({ database: "second" });
    await queryAs(admin, "grant create on database second to second");

    const refusal = await refusalOf(url);
    await queryAs(admin, await remediesIn(refusal));
    await migrate({ url });

    expect(refusal).toContain('run:\n  grant authenticated, service_role to "second";');
    await expect(rollback({ url, to: 0 })).resolves.toMatchObject({ version: 0 });
  });

  test("somebody else's schema `pulse` is left alone", async () => {
    await queryAs(server.superUrl, makeRoles);
    const url = await createModestDatabase(server, "tenant");
    await queryAs(
      server.urlOf({ database: "tenant" }),
      `grant create on database tenant to tenant; grant authenticated, service_role to tenant;
       create schema pulse; create table pulse.rates (bpm int); grant all on schema pulse to public`,
    );

    await expect(migrate({ url })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(
        'already has a schema "pulse" that was not made by this program (its owner is postgres)',
      ) as string,
    });
  });
});
