/** A value as it stands in the file, and how it was written. */
export type EnvEntry = {
  readonly key: string;
  readonly value: string;
  readonly quote: "none" | "single" | "double" | "backtick";
  readonly line: number;
  /** Where the value begins. */
  readonly column: number;
  readonly isExported: boolean;
};

/** A line that is none of: blank, comment, assignment. */
type EnvProblem = {
  readonly line: number;
  readonly column: number;
  readonly cause: string;
  readonly fix: string;
};

export type EnvFile = { readonly entries: readonly EnvEntry[]; readonly problems: readonly EnvProblem[] };

const quotes = { "'": "single", '"': "double", "`": "backtick" } as const;
type QuoteSign = keyof typeof quotes;

const isQuoteSign = (sign: string): sign is QuoteSign => sign in quotes;

/**
 * Reads an env file so that every line is accounted for: an entry, a comment, a blank, or a problem with its place. What other readers
 * pass over in silence (a bad name, an end of quotes that is missing, a byte order mark) is a problem here.
 */
export function parseEnvFile(text: string): EnvFile {
  const entries: EnvEntry[] = [];
  const problems: EnvProblem[] = [];
  if (text.startsWith("\uFEFF")) {
    problems.push({
      line: 1,
      column: 1,
      cause: "the file begins with a byte order mark, which becomes part of the first name",
      fix: "save it as UTF-8 without BOM",
    });
  }
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  if (lines.some((line) => line.endsWith("\r"))) {
    problems.push({
      line: lines.findIndex((line) => line.endsWith("\r")) + 1,
      column: 1,
      cause: "the file has Windows line ends, which become part of values",
      fix: "save it with Unix line ends (dos2unix does it)",
    });
  }
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? "").replace(/\r$/, "");
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const read = readAssignment(lines, at);
    if ("cause" in read) problems.push(read);
    else {
      entries.push(read.entry);
      if (read.rest !== null) problems.push(read.rest);
      at = read.lastLine;
    }
  }
  return { entries, problems };
}

type Assignment = { readonly entry: EnvEntry; readonly rest: EnvProblem | null; readonly lastLine: number };

function readAssignment(lines: readonly string[], at: number): Assignment | EnvProblem {
  const line = (lines[at] ?? "").replace(/\r$/, "");
  const head = /^(\s*)(export\s+)?([^=\s]*)(\s*)=(\s*)/.exec(line);
  if (head === null) {
    return {
      line: at + 1,
      column: 1,
      cause: "this line is no NAME=value, comment or blank",
      fix: "correct or delete it",
    };
  }
  const [all, , exported, key = "", beforeSign = "", afterSign = ""] = head;
  const place = { line: at + 1, column: all.length + 1 };
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    const cause = `"${key.slice(0, 60)}" is no name: it holds other than letters, digits and _, or begins with a digit`;
    return { line: at + 1, column: 1, cause, fix: "rename it" };
  }
  if (beforeSign !== "" || (afterSign !== "" && all.length < line.length)) {
    const cause = `${key} has a space beside its =, which a shell reads as a command`;
    return { ...place, cause, fix: `write ${key}=value without spaces` };
  }
  const base = { key, isExported: exported !== undefined, ...place };
  const sign = line.charAt(all.length);
  if (isQuoteSign(sign)) return readQuoted(lines, { at, from: all.length, sign, base });
  return { entry: { ...base, value: line.slice(all.length).trimEnd(), quote: "none" }, rest: null, lastLine: at };
}

type QuotedInput = {
  readonly at: number;
  readonly from: number;
  readonly sign: QuoteSign;
  readonly base: Omit<EnvEntry, "value" | "quote">;
};

/** Up to the sign that ends it, over as many lines as it takes; in double quotes \ keeps the next sign. */
function readQuoted(lines: readonly string[], { at, from, sign, base }: QuotedInput): Assignment | EnvProblem {
  let value = "";
  for (let row = at; row < lines.length; row++) {
    const line = (lines[row] ?? "").replace(/\r$/, "");
    let column = row === at ? from + 1 : 0;
    for (; column < line.length; column++) {
      const letter = line.charAt(column);
      if (letter === "\\" && sign === '"') {
        value += unescaped(line.charAt(++column));
      } else if (letter === sign) {
        const after = line.slice(column + 1).trim();
        const rest = after === "" || after.startsWith("#") ? null : restAfterQuote(base.key, row, column + 2);
        return { entry: { ...base, value, quote: quotes[sign] }, rest, lastLine: row };
      } else value += letter;
    }
    value += "\n";
  }
  const cause = `the ${quotes[sign]} quote of ${base.key} does not end`;
  return { line: base.line, column: base.column, cause, fix: `end it with ${sign}` };
}

function restAfterQuote(key: string, row: number, column: number): EnvProblem {
  const cause = `something follows the quoted value of ${key}, and would be lost`;
  return { line: row + 1, column, cause, fix: "put all of the value into the quotes" };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const unescaped = (letter: string): string => escapes[letter] ?? letter;
