/** Whose rows are saved, and when they were read from GitHub. Instants are ISO 8601 text, so that microseconds survive. */
export type SaveScope = {
  readonly workspaceId: number;
  readonly repositoryId: number;
  readonly fetchedAt: string;
};

/** What saving did to the rows of one kind. */
export type SaveCounts = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
};

export const noCounts: SaveCounts = { added: 0, changed: 0, unchanged: 0, removed: 0 };

export function addCounts(left: SaveCounts, right: SaveCounts): SaveCounts {
  return {
    added: left.added + right.added,
    changed: left.changed + right.changed,
    unchanged: left.unchanged + right.unchanged,
    removed: left.removed + right.removed,
  };
}

/** Counts what an upsert said of each row: new, changed, or (null) left as it was. */
export function countSaved(rows: readonly { readonly isNew: boolean | null }[]): SaveCounts {
  const added = rows.filter((row) => row.isNew === true).length;
  const changed = rows.filter((row) => row.isNew === false).length;
  return { added, changed, unchanged: rows.length - added - changed, removed: 0 };
}
