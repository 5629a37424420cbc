/**
 * Stands in for npm inside of a build that has no registry: `npm ci` by the lock file, out of the packages that the checkout has installed
 * and that are mounted at /checkout. It says nothing about whether a registry has them.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";

type Entry = {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
};

const [word, ...flags] = process.argv.slice(2);
if (word !== "ci") throw new Error(`this npm knows ci alone, not ${word}`);
const asked = flags.flatMap((flag, index) => (flag === "--workspace" ? [flags[index + 1] ?? ""] : []));
const unknown = flags.filter(
  (flag) =>
    flag.startsWith("--") && !/^--(workspace|omit=dev|include=dev|no-audit|no-fund|include-workspace-root)$/.test(flag),
);
if (asked.length === 0 || unknown.length > 0) throw new Error(`this npm does not understand ${flags.join(" ")}`);
const withTools = flags.includes("--include=dev");

const lock: unknown = JSON.parse(readFileSync("package-lock.json", "utf8"));
if (!isLock(lock)) throw new Error("package-lock.json is no lock file");
const { packages } = lock;
const open = [...asked, ...(flags.includes("--include-workspace-root") ? [""] : [])];
const taken = new Set<string>();
for (let place = open.pop(); place !== undefined; place = open.pop()) {
  if (taken.has(place)) continue;
  taken.add(place);
  const entry = packages[place];
  if (entry === undefined) throw new Error(`${place} is not in the lock file`);
  if (entry.link === true && entry.resolved !== undefined) open.push(entry.resolved);
  const isAsked = asked.includes(place) || place === "";
  for (const name of Object.keys({
    ...entry.dependencies,
    ...entry.optionalDependencies,
    ...entry.peerDependencies,
    ...(withTools && isAsked ? entry.devDependencies : {}),
  })) {
    const found = resolve(place, name);
    if (found !== null) open.push(found);
  }
}

for (const place of taken) {
  const entry = packages[place];
  const from = path.join("/checkout", place);
  if (entry?.link === true && entry.resolved !== undefined) {
    if (!existsSync(entry.resolved)) throw new Error(`${entry.resolved} has no manifest in this image`);
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(path.relative(path.dirname(place), entry.resolved), place);
  } else if (place.includes("node_modules/") && existsSync(from)) {
    cpSync(from, place, { recursive: true, verbatimSymlinks: true, filter: (file) => isOwn(from, file) });
  }
}

function isLock(value: unknown): value is { readonly packages: Readonly<Record<string, Entry>> } {
  return typeof value === "object" && value !== null && "packages" in value && typeof value.packages === "object";
}

/** As Node looks for a package: in the folder itself, then in every one above it. */
function resolve(from: string, name: string): string | null {
  for (let folder = from; ; folder = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "") {
    const place = path.posix.join(folder, "node_modules", name);
    if (place in packages) return place;
    if (folder === "") return null;
  }
}

/** Packages within a package have entries of their own. */
function isOwn(from: string, file: string): boolean {
  return !path.relative(from, file).split(path.sep).includes("node_modules");
}
