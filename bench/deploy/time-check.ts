/** Checks our own spec with its four env files once, in a process that has done nothing before, and prints how long that took after start-up. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { checkEnvFile, checkSpec } from "@pulse/deploy";

const folder = path.join(import.meta.dirname, "..", "..", "infra", "pulse-hub");
const root = path.join(folder, "..", "..");
const readDockerfile = (name: string) => {
  const file = path.join(root, name);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
};

const startedAtMs = performance.now();
const spec = path.join(folder, "app-spec.yaml");
checkSpec(spec, readFileSync(spec, "utf8"), { readDockerfile });
for (const name of readdirSync(folder).filter((file) => file.endsWith(".env.example"))) {
  const file = path.join(folder, name);
  // With every setting switched on, so that each of them is judged.
  checkEnvFile(file, readFileSync(file, "utf8").replaceAll(/^#(?=[A-Z_0-9]+=)/gm, ""));
}
console.log(JSON.stringify({ ms: performance.now() - startedAtMs }));
