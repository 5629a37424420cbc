/** Once per run: an installation that is still empty, and one that holds archives. Tests only read them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { hasRealData, realArchive, realRepositories, writeGeneratedArchive } from "./archives.ts";
import { startProduct, type Product } from "./start-product.ts";

export default async function startProducts(): Promise<() => Promise<void>> {
  const started: Product[] = [];
  const stopAll = async () => {
    await Promise.all(started.map(async (product) => await product.stop()));
  };
  try {
    // One after the other: the first may have to build the web app, the second then finds it built.
    for (const name of ["empty", "filled"]) started.push(await startProduct(name));
    const [empty, filled] = started;
    if (empty === undefined || filled === undefined) throw new Error("Two products were to be started.");
    fill(filled);
    process.env["PULSE_E2E_EMPTY_URL"] = empty.url;
    process.env["PULSE_E2E_FILLED_URL"] = filled.url;
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function fill(product: Product): void {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse e2e archives "));
  const files = [writeGeneratedArchive(folder)];
  if (hasRealData) files.push(...realRepositories.map(({ name }) => realArchive(name)));
  product.pulse("import", "archive", ...files);
  rmSync(folder, { recursive: true });
}
