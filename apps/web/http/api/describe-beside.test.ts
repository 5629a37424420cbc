// The document is held to the server: every address that the server answers is in it, and every address in it is answered.
import { createServer } from "node:http";
import { once } from "node:events";

import { createApiClient } from "@pulse/api-client";
import { systemClock } from "@pulse/kit";
import { expect, onTestFinished, test } from "vitest";

import { answerProbes } from "../answer-own-routes.ts";
import { readHealth } from "../read-health.ts";
import { createRouteLabel, own, trees } from "../route-label.ts";
import { describeApi } from "./describe-api.ts";
import { healthSchema, versionSchema } from "./describe-beside.ts";
import { apiRoutes } from "./routes/api-routes.ts";

const { paths = {} } = describeApi({ routes: apiRoutes, version: "1.0.0", isWhole: true });
const described = Object.keys(paths);
const label = createRouteLabel(apiRoutes);

// Pages for people, the document itself, a second name, and what Better Auth and OAuth define elsewhere.
const elsewhere = [
  "/_next/*",
  "/.well-known/*",
  "/api/auth/*",
  "/api/docs",
  "/api/openapi.json",
  "/health",
  "/sign-in",
];
// Names that are taken already, and answer nothing yet.
const nothingYet = ["/api/superset/*"];

test("every address that the server answers is in the document, or named here", () => {
  const answered = [...own, ...trees.map(([, name]) => name), ...apiRoutes.map(({ path }) => path)];
  const told = new Set([...described.map((path) => label(path)), ...elsewhere, ...nothingYet]);

  expect([...new Set(answered)].filter((name) => !told.has(name))).toEqual([]);
});

test("every address in the document is one that the server knows, under a name of its own", () => {
  expect(described.filter((path) => label(path) === "other")).toEqual([]);
  const names = Object.values(paths).flatMap((item) =>
    [item.get, item.post, item.put, item.patch, item.delete].flatMap((operation) => operation?.operationId ?? []),
  );
  expect(names.length).toBeGreaterThan(described.length);
  expect(new Set(names).size).toBe(names.length);
});

test.each([true, false])("probes say what the document says, ready or not (%s)", async (isReady) => {
  const server = createServer((request, response) => {
    const readBeat = async () => await readHealth(healthProbes, systemClock);
    const routes = {
      readHealth: readBeat,
      canServe: () => Promise.resolve(isReady),
      version: { version: "1.2.3", build: "abc" },
      streamEvents: () => Promise.reject(new Error("nobody watches")),
    };
    void answerProbes(routes, { path: request.url ?? "", requestId: "r", request, response });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const client = createApiClient({ baseUrl: `http://127.0.0.1:${port}` });

  const [health, ready, version] = await Promise.all([
    client.GET("/api/health"),
    client.GET("/api/ready"),
    client.GET("/api/version"),
  ]);

  expect(healthSchema.parse(health.data).services.mcp).toBe("disabled");
  expect([ready.response.status, healthSchema.parse(ready.data ?? ready.error).status]).toEqual([
    isReady ? 200 : 503,
    "ok",
  ]);
  expect(versionSchema.safeParse(version.data).success).toBe(true);
});

const healthProbes = {
  findNewestBeat: () => Promise.resolve(new Date()),
  readMcp: () => Promise.resolve("disabled" as const),
};
