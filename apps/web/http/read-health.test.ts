import { fixedClock } from "@pulse/kit";
import { expect, test } from "vitest";

import { readHealth } from "./read-health.ts";

const clock = fixedClock("2026-07-09T12:00:00Z");
const readMcp = () => Promise.resolve("disabled" as const);
const beatAt = (instant: string) => ({ findNewestBeat: () => Promise.resolve(new Date(instant)), readMcp });

test("a worker that lived less than 30 seconds ago is healthy", async () => {
  const health = await readHealth(beatAt("2026-07-09T11:59:31Z"), clock);

  expect(health).toEqual({
    status: "ok",
    timestamp: "2026-07-09T12:00:00.000Z",
    services: { database: "healthy", mcp: "disabled", superset: "disabled", worker: "healthy" },
  });
});

test.each([beatAt("2026-07-09T11:59:30Z"), { findNewestBeat: () => Promise.resolve(null), readMcp }])(
  "a silent or missing worker degrades, and no more",
  async (probes) => {
    const health = await readHealth(probes, clock);

    expect(health.status).toBe("degraded");
    expect(health.services).toMatchObject({ database: "healthy", worker: "unhealthy" });
  },
);

test("a database that fails is an error", async () => {
  const health = await readHealth({ findNewestBeat: () => Promise.reject(new Error("gone")), readMcp }, clock);

  expect(health.status).toBe("error");
  expect(health.services.database).toBe("unhealthy");
});

test("a database that does not answer does not make health hang", async () => {
  const health = await readHealth({ findNewestBeat: () => new Promise(() => undefined), readMcp }, clock);

  expect(health.status).toBe("error");
});

test("an MCP server that is away degrades, and one that hangs does not make health hang", async () => {
  const beat = beatAt("2026-07-09T11:59:59Z");

  const well = await readHealth({ ...beat, readMcp: () => Promise.resolve("healthy") }, clock);
  const away = await readHealth({ ...beat, readMcp: () => Promise.resolve("unhealthy") }, clock);
  const hanging = await readHealth({ ...beat, readMcp: () => new Promise(() => undefined) }, clock);

  expect([well.status, away.status, hanging.status]).toEqual(["ok", "degraded", "degraded"]);
  expect([well.services.mcp, hanging.services.mcp]).toEqual(["healthy", "unhealthy"]);
});
