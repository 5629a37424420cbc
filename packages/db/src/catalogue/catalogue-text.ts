import { AppError } from "@pulse/kit";

import type { CatalogueEntry } from "./catalogue-entry.ts";

const heading =
  "# The catalogue after all migrations. Written by: ./pulse db snapshot. Review a change of the schema here; never edit it.";
const moreLines = "    | ";

/** One block per object, one line per item; a definition of several lines follows its item, each line marked. */
export function printCatalogue(entries: readonly CatalogueEntry[]): string {
  const lines = [heading];
  let object = "";
  for (const entry of entries) {
    if (entry.object !== object) lines.push("", entry.object);
    object = entry.object;
    const definition = entry.definition.split("\n");
    if (definition.length === 1) lines.push(`  ${entry.item}: ${entry.definition}`);
    else lines.push(`  ${entry.item}:`, ...definition.map((line) => `${moreLines}${line}`.trimEnd()));
  }
  return `${lines.join("\n")}\n`;
}

/** Reads what `printCatalogue` wrote. Throws `invalid` that names the line it cannot make sense of. */
export function parseCatalogue(text: string, file: string): readonly CatalogueEntry[] {
  const entries: { object: string; item: string; definition: string[] }[] = [];
  let object = "";
  for (const [index, line] of text.replaceAll("\r\n", "\n").split("\n").entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const item = /^ {2}(\S.*?):(?: (.*))?$/.exec(line);
    if (!line.startsWith(" ")) object = line;
    else if (line.startsWith(moreLines.trimEnd())) entries.at(-1)?.definition.push(line.slice(moreLines.length));
    else if (item !== null && object !== "") {
      entries.push({ object, item: item[1] ?? "", definition: item[2] === undefined ? [] : [item[2]] });
    } else
      throw new AppError(
        "invalid",
        `${file}:${index + 1} is no line of a catalogue. Write it anew with: ./pulse db snapshot`,
      );
  }
  return entries.map((entry) => ({ ...entry, definition: entry.definition.join("\n") }));
}
