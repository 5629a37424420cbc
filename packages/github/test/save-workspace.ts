import { withService, type Tx } from "@pulse/db";

import { enterRepository } from "../src/save/enter-repository.ts";
import { parseRepositoryName } from "../src/save/parse-repository-name.ts";
import type { SaveScope } from "../src/save/save-scope.ts";
import type { ArchiveWorkspace } from "./archive-workspace.ts";

/** Runs `work` as a reading of acme/site that began at `fetchedAt`, in a transaction as any sync would. */
export async function saving<T>(
  workspace: ArchiveWorkspace,
  fetchedAt: string,
  work: (tx: Tx, scope: SaveScope) => Promise<T>,
): Promise<T> {
  const { workspaceId } = workspace;
  return await withService(workspace.database.db, async (tx) => {
    const repository = parseRepositoryName("acme/site");
    const { id } = await enterRepository(tx, { workspaceId, repository, fetchedAt });
    return await work(tx, { workspaceId, repositoryId: id, fetchedAt });
  });
}
