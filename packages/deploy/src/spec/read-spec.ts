import { LineCounter, parseDocument, type Document } from "yaml";

type Place = { readonly line: number; readonly column: number };

export type ReadSpec = {
  readonly value: unknown;
  /** Where the value at a path stands; the nearest parent's place where nothing is. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
  readonly problems: readonly (Place & { readonly cause: string })[];
};

/** A spec in YAML or JSON with the place of everything in it. Some keep it under a key `spec`; that is looked through. */
export function readSpec(text: string): ReadSpec {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    return { line, column: col, cause: message };
  });
  const whole: unknown = problems.length === 0 ? document.toJS({ maxAliasCount: 20 }) : null;
  const isWrapped = typeof whole === "object" && whole !== null && "spec" in whole && Object.keys(whole).length === 1;
  const prefix = isWrapped ? ["spec"] : [];
  return {
    value: isWrapped ? whole.spec : whole,
    problems,
    placeOf: (path) => placeIn(document, lines, [...prefix, ...path]),
  };
}

function placeIn(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): Place {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = typeof node === "object" && node !== null && "range" in node ? node.range : null;
    if (Array.isArray(range) && typeof range[0] === "number") {
      const { line, col } = lines.linePos(range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}
