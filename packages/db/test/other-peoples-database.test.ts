import { randomUUID } from "node:crypto";

import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { drift } from "../src/catalogue/drift.ts";
import { listOtherSchemas, ownSchemas, readCatalogue } from "../src/catalogue/read-catalogue.ts";
import { connect } from "../src/connect.ts";
import { migrate } from "../src/migrate/migrate.ts";
import { rollback } from "../src/migrate/rollback.ts";
import { withSession } from "../src/migrate/with-session.ts";
import { withService } from "../src/with-service.ts";
import { withWorkspace } from "../src/with-workspace.ts";
import { listSecurityFaults } from "./list-security-faults.ts";
import { queryAs } from "../src/testing/query-as.ts";
import { startPrivateServer, type PrivateServer } from "./start-private-server.ts";
import { writeCatalogue } from "./write-catalogue.ts";
import { supabaseObjects, supabaseRoles } from "./supabase-shaped.ts";

describe.each([15, 18] as const)("a database shaped like Supabase's, on PostgreSQL %i", (version) => {
  let server: PrivateServer;
  let url: string;
  let superUrl: string;

  beforeAll(async () => {
    server = await startPrivateServer(version);
    await queryAs(server.superUrl, supabaseRoles);
    await queryAs(server.superUrl, "create database tenant");
    await queryAs(server.superUrl, "grant create on database tenant to tenant");
    superUrl = server.urlOf({ database: "tenant" });
    url = server.urlOf({ database: "tenant", role: "tenant" });
    await queryAs(superUrl, supabaseObjects);
  });

  afterAll(async () => {
    await server.stop();
  });

  async function readOthers(): Promise<unknown> {
    return await withSession(url, async (session) => {
      const schemas = (await listOtherSchemas(session)).filter((schema) => !ownSchemas.includes(schema));
      return {
        schemas,
        catalogue: await readCatalogue(session, schemas),
        data: await queryAs(superUrl, "table public.schema_migrations"),
      };
    });
  }

  test("the migrations go in and out and leave everything of others as it was", async () => {
    const before = await readOthers();

    await migrate({ url });
    const differences = await drift({ url, catalogueFile: await writeCatalogue(superUrl) });
    const faults = await listSecurityFaults(superUrl);
    const during = await readOthers();
    await rollback({ url, to: 0 });
    const after = await readOthers();

    expect({ differences, faults }).toEqual({ differences: [], faults: [] });
    expect(during).toEqual(before);
    expect(after).toEqual(before);
  });

  test("requests and the service work with the roles that are there", async () => {
    await migrate({ url });
    const db = connect({ url, applicationName: "pulse-test", maxConnections: 2 });
    const userId = randomUUID();

    const [workspaceId, otherId] = await withService(db, async (tx) => {
      const made = await sql<{ id: number }>`
        insert into pulse.workspaces (slug, name) values ('ours', 'Ours'), ('theirs', 'Theirs') returning id
      `.execute(tx);
      const ids = made.rows.map((row) => row.id);
      await sql`insert into pulse.memberships (workspace_id, user_id, role) values (${ids[0]}, ${userId}, 'owner')`.execute(
        tx,
      );
      return ids;
    });
    const read = sql<{ id: number }>`select id from pulse.workspaces`;
    const ours = await withWorkspace(db, { workspaceId: workspaceId ?? 0, userId }, (tx) => read.execute(tx));
    const theirs = await withWorkspace(db, { workspaceId: otherId ?? 0, userId }, (tx) => read.execute(tx));
    await db.destroy();

    expect(ours.rows).toEqual([{ id: workspaceId }]);
    expect(theirs.rows).toEqual([]);
  });
});
