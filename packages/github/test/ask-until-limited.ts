/** A process of its own that asks GitHub as fast as it can until its budget refuses; then says how often it asked. */
import { connect } from "@pulse/db";
import { createLogger, isAppError, systemClock } from "@pulse/kit";

import { createGitHubClient } from "../src/client/create-github-client.ts";
import type { OpenedConnection } from "../src/client/github-client.ts";

const [url = "", apiUrl = "", connectionId = "", workspaceId = ""] = process.argv.slice(2);
const db = connect({ url, applicationName: "pulse-test", maxConnections: 4 });
const connection: OpenedConnection = {
  id: Number(connectionId),
  workspaceId: Number(workspaceId),
  kind: "token",
  name: "main",
  interactiveReserve: 0.2,
  credential: { kind: "token", token: "ghp_shared" },
};
const client = createGitHubClient(
  { db, clock: systemClock, logger: createLogger({ name: "test", level: "silent" }) },
  connection,
  { purpose: "sync", apiUrl },
);
const lane = async (): Promise<void> => {
  for (;;) {
    try {
      await client.get("/x");
    } catch (error) {
      if (isAppError(error) && error.code === "limited") return;
      throw error;
    }
  }
};
await Promise.all([lane(), lane(), lane()]);
await db.destroy();
process.stdout.write(String(client.usage.requests));
