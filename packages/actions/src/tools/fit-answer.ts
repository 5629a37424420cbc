import { AppError } from "@pulse/kit";

type Answer = Readonly<Record<string, unknown>>;

const longText = 500;

/** Bytes of an answer as it is sent. */
export function sizeOf(answer: Answer): number {
  return Buffer.byteLength(JSON.stringify(answer));
}

/**
 * The answer within so many bytes: its longest list loses rows from the end, then long texts are cut, and `truncated` says so and how to get
 * the rest. Throws `invalid` when that is not enough.
 */
export function fitAnswer(answer: Answer, maxBytes: number): Answer {
  let fitted = answer;
  for (let size = sizeOf(fitted); size > maxBytes; size = sizeOf(fitted)) {
    const shorter = withFewerRows(fitted, { size, maxBytes }) ?? withShorterTexts(fitted);
    if (shorter === null || sizeOf(shorter) >= size) {
      throw new AppError(
        "invalid",
        "The answer is too large even when cut. Ask for less: fewer fields, repositories or days",
        {
          details: { reason: "response_too_large" },
        },
      );
    }
    fitted = { ...shorter, truncated: { reason: "size", hint: hintFor(answer, maxBytes) } };
  }
  return fitted;
}

function hintFor(answer: Answer, maxBytes: number): string {
  const list = longestList(answer);
  const rows = list === null ? "Long texts are cut" : `\`${list.name}\` had ${list.rows.length} entries`;
  return `${rows}; an answer holds ${Math.round(maxBytes / 1000)} kB. Ask for a smaller \`limit\`, a shorter window, fewer repositories or a coarser split`;
}

function withFewerRows(answer: Answer, { size, maxBytes }: { readonly size: number; readonly maxBytes: number }) {
  const list = longestList(answer);
  if (list === null || list.rows.length < 2) return null;
  // What stands beside the rows stays; some room is left for saying that rows were cut.
  const share = Math.max(0, 1 - (size - maxBytes + longText) / sizeOf({ rows: list.rows }));
  const kept = Math.max(1, Math.min(list.rows.length - 1, Math.floor(list.rows.length * share)));
  return { ...answer, [list.name]: list.rows.slice(0, kept) };
}

function longestList(answer: Answer): { readonly name: string; readonly rows: readonly unknown[] } | null {
  const lists = Object.entries(answer).flatMap(([name, rows]) =>
    Array.isArray(rows) ? [{ name, rows: rows as unknown[] }] : [],
  );
  return lists.toSorted((a, b) => sizeOf({ rows: b.rows }) - sizeOf({ rows: a.rows }))[0] ?? null;
}

function withShorterTexts(answer: Answer): Answer {
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, shorten(value)]));
}

function shorten(value: unknown): unknown {
  if (typeof value === "string") return value.length > longText ? `${value.slice(0, longText)}…` : value;
  if (Array.isArray(value)) return value.map(shorten);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shorten(inner)]));
}
