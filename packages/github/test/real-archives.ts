import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Real archives lie beside the checkout on some machines, and are no part of the project. */
export const realData = path.join(import.meta.dirname, "../../../../shared/data");
export const hasRealData = existsSync(realData);

export function realArchive(name: string): string {
  return path.join(realData, `${name}.archive.json`);
}

type Item = { readonly number: number };
type Document = Readonly<Record<string, unknown>> & {
  readonly issues: readonly Item[];
  readonly pulls: readonly Item[];
};
type Change = { readonly absent: readonly number[]; readonly instead: readonly Item[] };
type Overlay = Readonly<Record<string, unknown>> & {
  readonly base: string;
  readonly issues: Change;
  readonly pulls: Change;
};

/** An archive by its name, or an earlier state of it, rebuilt from its overlay: `mls-protocol.2023-06-06`. */
export function readRealArchive(name: string): Document {
  if (!name.includes(".")) return readJson<Document>(realArchive(name));
  const overlay = readJson<Overlay>(path.join(realData, `${name}.overlay.json`));
  const base = readJson<Document>(path.join(realData, overlay.base));
  const { magic, timestamp, repo, labels } = overlay;
  return {
    magic,
    timestamp,
    repo,
    labels,
    issues: rebuild(base.issues, overlay.issues),
    pulls: rebuild(base.pulls, overlay.pulls),
  };
}

function rebuild(base: readonly Item[], change: Change): readonly Item[] {
  const items = new Map(
    base.filter(({ number }) => !change.absent.includes(number)).map((item) => [item.number, item]),
  );
  for (const item of change.instead) items.set(item.number, item);
  return [...items.values()].toSorted((left, right) => left.number - right.number);
}

// Trusted: the files and their shape are described beside them.
function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}
