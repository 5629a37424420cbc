/** Once per run: an installation that is still empty, and one that holds archives. Tests only read them. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  generatedRepository,
  hasRealData,
  labelGroup,
  realArchive,
  realRepositories,
  writeGeneratedData,
} from "./archives.ts";
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
    await fill(filled);
    process.env["PULSE_E2E_EMPTY_URL"] = empty.url;
    process.env["PULSE_E2E_FILLED_URL"] = filled.url;
    process.env["PULSE_E2E_SESSIONS"] = JSON.stringify(started.map(({ session }) => session));
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function fill(product: Product): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse e2e archives "));
  const { archive, clone, runs, jobs } = await writeGeneratedData(folder);
  const real = hasRealData ? realRepositories.map(({ name }) => realArchive(name)) : [];
  product.pulse("import", "archive", archive, ...real);
  product.pulse("import", "git", clone, "--repo", generatedRepository);
  product.pulse("import", "actions", "--repo", generatedRepository, "--runs", runs, "--jobs", jobs);
  product.pulse("label-group", "save", labelGroup, "bug", "sec*");
  rmSync(folder, { recursive: true });
}
