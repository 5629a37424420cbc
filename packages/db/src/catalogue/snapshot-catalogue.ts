import { migrate } from "../migrate/migrate.ts";
import { withScratchDatabase } from "../migrate/with-scratch-database.ts";
import { withSession } from "../migrate/with-session.ts";
import { printCatalogue } from "./catalogue-text.ts";
import { ownSchemas, readCatalogue } from "./read-catalogue.ts";

/** The text of `catalog.txt`: what the migrations alone make, on a scratch database of the server at `url`. */
export async function snapshotCatalogue(input: {
  readonly url: string;
  readonly migrationsDir?: string;
}): Promise<string> {
  return await withScratchDatabase(input.url, async (url) => {
    await migrate({ ...input, url });
    return printCatalogue(await withSession(url, (session) => readCatalogue(session, ownSchemas)));
  });
}
