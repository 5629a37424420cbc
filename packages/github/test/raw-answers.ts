import { readFileSync } from "node:fs";
import path from "node:path";

import { realData } from "./real-archives.ts";

/** The column `data` of one of DevLake's raw tables: an answer of GitHub in JSON, its quotes doubled. The other columns hold smaller objects. */
export function readRawAnswers(name: string): readonly unknown[] {
  const text = readFileSync(path.join(realData, "devlake", name), "utf8");
  const fields = [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",\n]*))/gmu)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  return fields
    .map((field) => field.replaceAll('""', '"'))
    .filter((field) => /^\{"(id|Task)"/.test(field))
    .map((field): unknown => JSON.parse(field));
}
