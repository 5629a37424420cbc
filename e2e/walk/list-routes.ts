import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A place of the web app, with its parameters as the file system writes them: `/[workspace]/pulls`, `/api/metrics/[id]`. */
export type Route = { readonly pattern: string; readonly from: "pages" | "server" };

/** Every place there is: what Next serves by its folders, and what the server answers itself by the paths in its source. */
export function listRoutes(web: string): readonly Route[] {
  const pages = filesBelow(path.join(web, "src/app"))
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => `/${path.posix.dirname(file)}`.replace(/\/\.$/, "/").replaceAll(/\/\([^)]*\)/g, ""));
  const server = filesBelow(path.join(web, "http"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => pathsIn(readFileSync(path.join(web, "http", file), "utf8")));
  return [
    ...[...new Set(pages)].sort().map((pattern) => ({ pattern, from: "pages" as const })),
    ...[...new Set(server)].sort().map((pattern) => ({ pattern, from: "server" as const })),
  ];
}

/** The address of a route; a parameter that nobody gave a value is "1". */
export function fillRoute({ pattern }: Route, values: Readonly<Record<string, string>>): string {
  return pattern
    .replaceAll(/\[\[\.\.\.\w+\]\]/g, "nothing-here")
    .replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => values[name] ?? "1");
}

/** Literal paths, and the names below a prefix that a table of answers has as its keys. */
function pathsIn(source: string): string[] {
  const literals = [...source.matchAll(/(?:case |=== |Prefix = |path: )"(\/[\w/.{}-]*)"/g)].map(([, found = ""]) =>
    found.replaceAll("{", "[").replaceAll("}", "]"),
  );
  const prefix = /const prefix = "(\/[\w/-]+\/)"/.exec(source)?.[1];
  const below =
    prefix === undefined
      ? []
      : [...source.matchAll(/^ {2}"?([\w/-]+)"?: \{\n {4}methods:/gm)].map(([, name = ""]) => prefix + name);
  return [...literals, ...below].map((found) => (found.endsWith("/") && found !== "/" ? `${found}[token]` : found));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}
