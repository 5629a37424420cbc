import { readFile } from "node:fs/promises";

import { AppError } from "@pulse/kit";

import { withSession } from "../migrate/with-session.ts";
import { parseCatalogue } from "./catalogue-text.ts";
import { compareCatalogues, type CatalogueDifference } from "./compare-catalogues.ts";
import { programCatalogueFile } from "./program-catalogue-file.ts";
import { ownSchemas, readCatalogue } from "./read-catalogue.ts";

/** How the live schemas differ from the committed catalogue; empty when they do not. Reads only. */
export async function drift(input: {
  readonly url: string;
  readonly catalogueFile?: string;
}): Promise<readonly CatalogueDifference[]> {
  const file = input.catalogueFile ?? programCatalogueFile();
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new AppError(
      "not_found",
      `The catalogue to compare with, ${file}, cannot be read. Write it with: ./pulse db snapshot`,
      {
        cause: error,
      },
    );
  });
  const expected = parseCatalogue(text, file);
  const found = await withSession(input.url, (session) => readCatalogue(session, ownSchemas));
  return compareCatalogues(expected, found);
}
