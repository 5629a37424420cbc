import { AppError } from "@pulse/kit";

import { withMigrationLock } from "../migrate/migration-lock.ts";
import { withSession } from "../migrate/with-session.ts";
import { readParts, type ReadPartsInput } from "./read-parts.ts";
import { writeParts, type WritePartsInput, type WriteResult } from "./write-parts.ts";

const lockWaitMs = 10_000;

/** Makes the target hold what the source holds, without a file between. The source stays as it is. Throws as a restore does. */
export async function moveDatabase(input: {
  readonly from: ReadPartsInput;
  readonly to: Omit<WritePartsInput, "readFigures">;
}): Promise<WriteResult> {
  const { from, to } = input;
  return await withSession(from.url, (source) =>
    withSession(to.url, async (target) => {
      const [here, there] = [await identify(source), await identify(target)];
      if (here === there) throw new AppError("conflict", "Source and target are one and the same database");
      return await withMigrationLock(target, lockWaitMs, () =>
        writeParts(target, readParts(source, from), { ...to, readFigures: from.readFigures }),
      );
    }),
  );
}

async function identify(session: Parameters<typeof readParts>[0]): Promise<string> {
  const found = await session.query<{ name: string }>(
    `select concat_ws(' ', inet_server_addr(), inet_server_port(), pg_postmaster_start_time(), current_database()) as name`,
  );
  return found.rows[0]?.name ?? "";
}
