import type { Guard } from "./guard.ts";

const drawers = new Set(
  ["util", "helper", "common", "shared", "lib", "misc", "type"].flatMap((name) => [name, `${name}s`]),
);

/** The list of commands is the one index.ts that is no package's public surface (CLI and its docs read it). */
const isIndexAllowed = (path: string) =>
  /^packages\/[^/]+\/src\/index\.ts$/.test(path) || path === "apps/cli/src/commands/index.ts";

/** STYLE.md 3 to 5: no drawers, and index.ts only at a package's root. */
export const checkFileNames: Guard = (files) =>
  files.flatMap(({ path }) => {
    const drawer = path
      .split("/")
      .map((segment) => segment.replace(/\..*$/, ""))
      .find((segment) => drawers.has(segment));
    if (drawer !== undefined) {
      return [{ path, message: `"${drawer}" is a drawer, not a name. Put the code beside its first user.` }];
    }
    if (/(^|\/)index\.tsx?$/.test(path) && !isIndexAllowed(path)) {
      return [{ path, message: "index.ts exists only at a package's root. Name the file after what it exports." }];
    }
    return [];
  });
