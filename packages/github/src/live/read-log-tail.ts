type Wanted = {
  readonly tailLines: number;
  /** Only lines with this text, letter for letter but for case; null: all. */
  readonly grep: string | null;
  /** What the lines may take as JSON. */
  readonly maxBytes: number;
};

export type LogTail = {
  readonly lines: readonly string[];
  /** Of the whole log, whether its lines were wanted or not. */
  readonly totalBytes: number;
  readonly totalLines: number;
  /** Lines that were wanted and stood before those given. */
  readonly linesBefore: number;
};

const longestLine = 4000;
// Colours and cursor movements of terminals. https://ecma-international.org/publications-and-standards/standards/ecma-48/
// oxlint-disable-next-line no-control-regex -- that is what they begin with
const terminalWords = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;

/** The last lines of a log that may be far larger than memory: it is read once, and only so much of it is ever held. */
export async function readLogTail(body: AsyncIterable<Uint8Array>, wanted: Wanted): Promise<LogTail> {
  const needle = wanted.grep?.toLowerCase() ?? null;
  const decoder = new TextDecoder();
  const kept: { readonly line: string; readonly bytes: number }[] = [];
  let keptBytes = 0;
  let matched = 0;
  let totalBytes = 0;
  let totalLines = 0;
  let begun = "";

  const take = (raw: string): void => {
    totalLines += 1;
    const line = raw.replace(/\r$/, "").replaceAll(terminalWords, "");
    if (needle !== null && !line.toLowerCase().includes(needle)) return;
    matched += 1;
    const shown = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
    const bytes = Buffer.byteLength(JSON.stringify(shown));
    kept.push({ line: shown, bytes });
    keptBytes += bytes;
    while (kept.length > wanted.tailLines || keptBytes > wanted.maxBytes) keptBytes -= kept.shift()?.bytes ?? 0;
  };

  for await (const chunk of body) {
    totalBytes += chunk.byteLength;
    const [rest = "", ...following] = decoder.decode(chunk, { stream: true }).split("\n");
    // Of a line without end only its beginning is held.
    begun = begun.length > longestLine ? begun : begun + rest;
    for (const next of following) {
      take(begun);
      begun = next;
    }
  }
  if (begun !== "") take(begun);
  return { lines: kept.map(({ line }) => line), totalBytes, totalLines, linesBefore: matched - kept.length };
}
