import path from "node:path";
import { fileURLToPath } from "node:url";

/** The committed catalogue of the migrations that this program was built with. */
export function programCatalogueFile(): string {
  return path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "catalog.txt");
}
