import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Null on one side: only the other has it. An object that only one side has is one difference, with no item. */
export type CatalogueDifference = {
  readonly object: string;
  readonly item: string | null;
  readonly expected: string | null;
  readonly found: string | null;
};

/** Everything that differs, sorted by object. The order of lines means nothing. */
export function compareCatalogues(
  expected: readonly CatalogueEntry[],
  found: readonly CatalogueEntry[],
): readonly CatalogueDifference[] {
  const expectedObjects = groupByObject(expected);
  const foundObjects = groupByObject(found);
  const objects = [...new Set([...expectedObjects.keys(), ...foundObjects.keys()])].toSorted();
  return objects.flatMap((object) => {
    const [wanted, present] = [expectedObjects.get(object), foundObjects.get(object)];
    if (wanted === undefined) return [{ object, item: null, expected: null, found: object }];
    if (present === undefined) return [{ object, item: null, expected: object, found: null }];
    return compareItems(object, wanted, present);
  });
}

function compareItems(
  object: string,
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): CatalogueDifference[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .map((item) => ({ object, item, expected: expected.get(item) ?? null, found: found.get(item) ?? null }))
    .filter((difference) => difference.expected !== difference.found);
}

function groupByObject(entries: readonly CatalogueEntry[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const grouped = Map.groupBy(entries, (entry) => entry.object);
  return new Map(
    [...grouped].map(([object, items]) => [object, new Map(items.map((entry) => [entry.item, entry.definition]))]),
  );
}

/** For people: objects as headings, and under them what is missing, extra or different. */
export function printDifferences(differences: readonly CatalogueDifference[]): string {
  const lines: string[] = [];
  let heading = "";
  for (const difference of differences) {
    if (difference.item === null) {
      lines.push(`${difference.object} is ${difference.found === null ? "missing" : "not expected"}`);
      continue;
    }
    if (difference.object !== heading) lines.push(difference.object);
    heading = difference.object;
    lines.push(...printDifference(difference));
  }
  return lines.join("\n");
}

function printDifference(difference: CatalogueDifference): string[] {
  const { expected, found } = difference;
  const item = difference.item ?? "";
  if (expected === null) return [`  ${item} is not expected: ${brief(found ?? "")}`];
  if (found === null) return [`  ${item} is missing: ${brief(expected)}`];
  const [gone, come] = [linesOnlyIn(expected, found), linesOnlyIn(found, expected)];
  return [`  ${item} differs:`, ...gone.map((line) => `    - ${line}`), ...come.map((line) => `    + ${line}`)];
}

function brief(definition: string): string {
  const lines = definition.split("\n");
  return lines.length === 1 ? definition : `(${lines.length} lines)`;
}

function linesOnlyIn(text: string, other: string): string[] {
  const others = new Set(other.split("\n"));
  const lines = text.split("\n").filter((line) => !others.has(line));
  return lines.length === 0 ? ["(the same lines in another order)"] : lines;
}
