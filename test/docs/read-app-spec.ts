import { readFileSync } from "node:fs";
import path from "node:path";

import { checkSpec } from "@pulse/deploy";

const folder = path.resolve(import.meta.dirname, "../../infra/pulse-hub");

/** Our own spec, as the deploy checks understand it. Throws when they refuse it. */
export function readAppSpec(name: "app-spec.yaml" | "app-spec.staging.yaml" = "app-spec.yaml") {
  const { spec, findings } = checkSpec(name, readFileSync(path.join(folder, name), "utf8"));
  if (spec === null) throw new Error(`${name} is none: ${JSON.stringify(findings)}`);
  return spec;
}
