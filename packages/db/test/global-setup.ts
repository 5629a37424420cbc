import type { TestProject } from "vitest/node";

import { startDatabaseBroker } from "../src/testing/database-broker.ts";

/** PULSE_TEST_POSTGRES_URL, a superuser's URL, makes the tests use a server of yours, where the databases of failed files stay. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const broker = await startDatabaseBroker({ givenUrl: process.env["PULSE_TEST_POSTGRES_URL"] ?? null });
  project.provide("databaseBroker", broker.address);
  return async () => {
    const kept = await broker.stop();
    if (kept.length > 0) console.warn(`Kept for you to look at, drop them when done: ${kept.join(", ")}`);
  };
}
