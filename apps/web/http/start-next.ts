import { existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

import { AppError } from "@pulse/kit";

export type NextApp = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Loads the production build that lies in `dir`. Throws `unavailable` when there is none. */
export async function startNext(input: { readonly dir: string; readonly port: number }): Promise<NextApp> {
  if (!existsSync(path.join(input.dir, ".next", "BUILD_ID"))) {
    throw new AppError("unavailable", "The web app is not built yet. Run: ./pulse up, which builds it when needed");
  }
  // Read by React and Next when they are loaded, not when they are called.
  Object.assign(process.env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: input.dir, hostname: "127.0.0.1", port: input.port, quiet: true });
  await app.prepare();
  return { handle: app.getRequestHandler(), close: () => app.close() };
}
