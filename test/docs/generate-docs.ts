/** Writes the pages of docs/ that are made from the program. */
import { writeFileSync } from "node:fs";
import path from "node:path";

import { generatedPages } from "./generated-pages.ts";

const root = path.resolve(import.meta.dirname, "../..");
for (const [name, text] of Object.entries(generatedPages())) {
  writeFileSync(path.join(root, name), text);
  console.error(`wrote ${name}`);
}
