import path from "node:path";

import { snapshotCatalogue } from "../src/catalogue/snapshot-catalogue.ts";
import { writeFiles } from "./write-migrations.ts";

/** A catalogue file of the migrations as they are now, for tests that are not about the committed one. */
export async function writeCatalogue(superUrl: string): Promise<string> {
  const folder = await writeFiles({ "catalog.txt": await snapshotCatalogue({ url: superUrl }) });
  return path.join(folder, "catalog.txt");
}
