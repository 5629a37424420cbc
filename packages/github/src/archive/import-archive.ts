import { withService, type Db, type Tx } from "@pulse/db";

import { enterRepository } from "../save/enter-repository.ts";
import { markMissingItems } from "../save/mark-missing-items.ts";
import { parseRepositoryName } from "../save/parse-repository-name.ts";
import { listItemAccounts, removeUnusedAccounts } from "../save/remove-unused-accounts.ts";
import { saveAccounts } from "../save/save-accounts.ts";
import { saveLabels } from "../save/save-labels.ts";
import { noCounts, type SaveScope } from "../save/save-scope.ts";
import { isCoveredBeyond, saveSyncState } from "../save/save-sync-state.ts";
import { addArchiveCounts, archiveCountsOf, archiveKinds, type ArchiveCounts } from "./archive-counts.ts";
import { openArchive } from "./open-archive.ts";
import { readArchive, type ArchivePart } from "./read-archive.ts";
import { saveBatch } from "./save-batch.ts";
import { surveyArchive, type ArchiveSurvey } from "./survey-archive.ts";
import { toBatches } from "./to-batches.ts";

export type ArchiveImport = {
  readonly repository: string;
  readonly isNewRepository: boolean;
  /** When GitHub was read for the archive. */
  readonly asOf: string;
  /** True when the repository is already known at a later time: nothing was changed. */
  readonly isOlder: boolean;
  /** Rows in the file. */
  readonly rows: number;
  readonly counts: ArchiveCounts;
};

type Input = {
  readonly workspaceId: number;
  readonly file: string;
  /** How messages call the file. */
  readonly fileName: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
};

type SaveInput = Input & {
  readonly survey: ArchiveSurvey;
  readonly parts: () => AsyncIterable<ArchivePart> | Iterable<ArchivePart>;
};

// A file is read twice. Up to this size its parts stay in memory between, some 60 MB, which saves a fifth of the time.
const keptSizeBytes = 16 << 20;

/**
 * Imports one IETF `archive.json` in one transaction. The archive is a whole statement of the repository at its timestamp: comments,
 * reviews and labels that it lacks are removed, items that it lacks are marked as deleted, and a second import changes nothing.
 * Throws `invalid` for a file that is no sound archive, `conflict` while another writer holds the repository; nothing is kept then.
 */
export async function importArchive(db: Db, input: Input): Promise<ArchiveImport> {
  const handle = await openArchive(input.file, input.fileName);
  try {
    const read = () => readArchive({ ...input, handle });
    const { size } = await handle.stat();
    const kept = size <= keptSizeBytes ? await collect(read()) : null;
    const parts = () => kept ?? read();
    const survey = await surveyArchive(parts(), input.fileName);
    return await withService(db, (tx) => saveArchive(tx, { ...input, survey, parts }));
  } finally {
    await handle.close();
  }
}

async function collect(source: AsyncIterable<ArchivePart>): Promise<readonly ArchivePart[]> {
  const parts: ArchivePart[] = [];
  for await (const part of source) parts.push(part);
  return parts;
}

async function saveArchive(tx: Tx, input: SaveInput): Promise<ArchiveImport> {
  const { workspaceId, survey } = input;
  const repository = parseRepositoryName(survey.repository);
  const saved = await enterRepository(tx, { workspaceId, repository, fetchedAt: survey.timestamp });
  const scope: SaveScope = { workspaceId, repositoryId: saved.id, fetchedAt: survey.timestamp };
  const isOlder = await isCoveredBeyond(tx, {
    repositoryId: saved.id,
    kinds: archiveKinds,
    instant: survey.timestamp,
  });
  return {
    repository: saved.fullName,
    isNewRepository: saved.isNew,
    asOf: survey.timestamp,
    isOlder,
    rows: survey.rows,
    counts: isOlder ? archiveCountsOf({}) : await saveFacts(tx, scope, input),
  };
}

async function saveFacts(tx: Tx, scope: SaveScope, input: SaveInput): Promise<ArchiveCounts> {
  const { survey } = input;
  const before = await listItemAccounts(tx, scope);
  const accountIds = await saveAccounts(
    tx,
    scope,
    survey.logins.map((login) => ({ login })),
  );
  const labels = await saveLabels(tx, scope, { rows: survey.labels, isComplete: true });
  let counts = archiveCountsOf({ labels });
  let done = survey.labels.length;
  for await (const batch of toBatches(input.parts())) {
    input.signal?.throwIfAborted();
    counts = addArchiveCounts(counts, await saveBatch(tx, scope, { batch, accountIds }));
    done += batch.rows;
    input.onProgress?.({ done, total: survey.rows });
  }
  counts = addArchiveCounts(counts, await markMissing(tx, scope, survey));
  const present = new Set(survey.logins.map(accountIds));
  await removeUnusedAccounts(tx, { ...scope, ids: [...before].filter((id) => !present.has(id)) });
  await saveSyncState(tx, scope, {
    kinds: archiveKinds,
    source: "archive",
    coveredFrom: null,
    coveredTo: survey.timestamp,
  });
  return counts;
}

async function markMissing(tx: Tx, scope: SaveScope, survey: ArchiveSurvey): Promise<ArchiveCounts> {
  const issues = await markMissingItems(tx, scope, { item: "issues", presentNumbers: survey.issueNumbers });
  const pulls = await markMissingItems(tx, scope, { item: "pull_requests", presentNumbers: survey.pullNumbers });
  return archiveCountsOf({
    issues: { ...noCounts, removed: issues },
    pull_requests: { ...noCounts, removed: pulls },
  });
}
