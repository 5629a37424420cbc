/** A worker that only deploys, in a process of its own that a test can kill; tells its parent how far each run is. Its looks follow at once. */
import { connect, readKeyRing } from "@pulse/db";
import { createLogger, systemClock } from "@pulse/kit";

import { startDeployments } from "../src/deployments/start-deployments.ts";

const [, , url = "", apiUrl = "", token = "", keys = ""] = process.argv;

startDeployments({
  db: connect({ url, applicationName: "pulse-test deployments", maxConnections: 2 }),
  clock: systemClock,
  logger: createLogger({ name: "worker", level: "silent" }),
  github: { apiUrl, keys: readKeyRing(keys), token: null },
  holder: `worker on box (${process.pid})`,
  deploy: () => ({
    token,
    apiUrl,
    wait: async () => await new Promise((resolve) => setImmediate(resolve)),
    onRun: ({ stage, state }) => process.send?.({ stage, state }),
  }),
});
