// Text is anything but quotes, backslashes and the control characters below a space, or an escape.
const text = String.raw`"[ !#-\[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-\[\]-\uffff]*)*"`;
const number = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const token = String.raw`[\t\n\r ]*(?:([{}[\],:])|(${text})|(${number}|true|false|null))`;

/** What may come next: a value, a key, and so on. `first` ones may also find the end of their list or object. */
type Expected = "value" | "firstValue" | "key" | "firstKey" | "colon" | "next";

/**
 * Index in `source` of the token at which it stops being JSON. JSON.parse refuses, but tells the place of few faults; this is for texts that it
 * has refused.
 */
export function findJsonFault(source: string): number {
  const open: string[] = [];
  let expected: Expected = "value";
  let at = 0;
  const pattern = new RegExp(token, "y");
  for (;;) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    const start = at + (/^[\t\n\r ]*/.exec(source.slice(at))?.[0].length ?? 0);
    const next: Expected | null = match === null ? null : follow(expected, match, open);
    if (match === null || next === null) return start;
    at = pattern.lastIndex;
    expected = next;
    if (open.length === 0 && expected === "next") return at;
  }
}

function follow(expected: Expected, [, mark, string]: RegExpExecArray, open: string[]): Expected | null {
  const inside = open.at(-1);
  if (mark === "}" || mark === "]") {
    const fits = mark === "}" ? inside === "{" && expected !== "colon" : inside === "[";
    if (!fits || expected === "value" || expected === "key") return null;
    open.pop();
    return "next";
  }
  if (expected === "colon") return mark === ":" ? "value" : null;
  if (expected === "next") return mark === "," ? (inside === "{" ? "key" : "value") : null;
  if (expected === "key" || expected === "firstKey") return string === undefined ? null : "colon";
  if (mark === "{" || mark === "[") {
    open.push(mark);
    return mark === "{" ? "firstKey" : "firstValue";
  }
  return mark === undefined ? "next" : null;
}
