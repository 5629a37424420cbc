export type CommitDates = { readonly authoredAt: string; readonly committedAt: string; readonly isSane: boolean };

// What every later reader of a date can hold: four-digit years. Git itself stores any number of seconds.
const earliestMs = Date.parse("0001-01-01T00:00:00Z");
const latestMs = Date.parse("9999-12-31T23:59:59Z");

/**
 * Dates of a commit. Odd ones (1970, 2100) are kept as git has them: they are facts. A date that no calendar of ours holds is replaced by the
 * commit's other date, and by 1970 when both are such; `isSane` is then false, and the commit says nothing about when work began.
 */
export function saneDates(authored: string, committed: string): CommitDates {
  const author = toInstant(authored);
  const committer = toInstant(committed);
  const epoch = new Date(0).toISOString();
  return {
    authoredAt: author ?? committer ?? epoch,
    committedAt: committer ?? author ?? epoch,
    isSane: author !== null && committer !== null,
  };
}

function toInstant(seconds: string): string | null {
  const ms = Number(seconds) * 1000;
  if (seconds === "" || !Number.isFinite(ms) || ms < earliestMs || ms > latestMs) return null;
  return new Date(ms).toISOString();
}
