import { createApiClient } from "@pulse/api-client";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { ensureDefaultWorkspace } from "@pulse/db";
import { afterAll, beforeAll, expect, test } from "vitest";

import { dashboards } from "../../../src/frame/nav-items.ts";
import { startApiServer, type ApiServer } from "../../../test/api-server.ts";
import { dashboardRoutes } from "./dashboard-routes.ts";

let database: TestDatabase;
let server: ApiServer;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureDefaultWorkspace(database.db);
  server = await startApiServer(database, { routes: dashboardRoutes });
});

afterAll(async () => {
  await server.close();
  await database.drop();
});

test("every dashboard of the sidebar is told, in its order and by its address", async () => {
  const { data } = await createApiClient({ baseUrl: server.url }).GET("/api/dashboards");

  expect(data).toEqual({
    dashboards: dashboards.map(({ segment, label }) => ({
      id: segment,
      title: label,
      source: "native",
      url: `/default/${segment}`,
    })),
  });
});
