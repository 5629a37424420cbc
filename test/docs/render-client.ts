import { spawnSync } from "node:child_process";
import path from "node:path";

import type { ApiRoute } from "../../apps/web/http/api/api-route.ts";
import { describeApi } from "../../apps/web/http/api/describe-api.ts";

// A program of its own: it needs a TypeScript that can still be asked from JavaScript, which lies beside it alone.
const generator = path.resolve(
  import.meta.dirname,
  "../../packages/api-client/node_modules/openapi-typescript/bin/cli.js",
);

/** packages/api-client/src/api-schema.ts: the OpenAPI document as types. */
export function renderClient(routes: readonly ApiRoute[]): string {
  const document = JSON.stringify(describeApi({ routes, version: "0.0.0", isWhole: true }));
  const done = spawnSync(process.execPath, [generator], {
    input: document,
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  });
  if (done.status !== 0) throw new Error(`The types of the API could not be made:\n${done.stderr}`);
  return done.stdout;
}
