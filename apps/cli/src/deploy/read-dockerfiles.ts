import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Paths in a spec begin at the root of the repository that holds it; a spec outside of one is looked at alone. */
export function readDockerfiles(spec: string): { readonly readDockerfile?: (name: string) => string | null } {
  let folder = path.dirname(path.resolve(spec));
  while (!existsSync(path.join(folder, ".git"))) {
    if (path.dirname(folder) === folder) return {};
    folder = path.dirname(folder);
  }
  return {
    readDockerfile: (name) => {
      const file = path.join(folder, name);
      return existsSync(file) ? readFileSync(file, "utf8") : null;
    },
  };
}
