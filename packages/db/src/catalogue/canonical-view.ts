/**
 * From PostgreSQL 16 on, a view over a single relation is printed without that relation's name before each column; before, with it. This
 * turns the older text into the newer one, so that one catalogue serves all servers.
 */
const token = /[eE]?'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\s+|::|[\s\S]/g;
const endOfFrom = /^(where|group|having|window|order|limit|offset|fetch|for)$/i;
const setOperation = /^(union|intersect|except)$/i;
const subqueryStart = /^(select|with|values)$/i;
const identifier = /^(?:"|[A-Za-z_\u0080-\uffff])/;

type Token = {
  readonly text: string;
  /** How many parentheses are open around it. */
  readonly depth: number;
  /** Inside a subquery, whose columns keep their prefix. */
  readonly isInSubquery: boolean;
};

export function dropLonelyPrefix(definition: string): string {
  const tokens = readTokens(definition);
  const alias = findOnlyRelation(tokens);
  if (alias === null) return definition;
  const isPrefix = (index: number): boolean =>
    tokens[index]?.text === alias &&
    !tokens[index].isInSubquery &&
    tokens[index + 1]?.text === "." &&
    identifier.test(tokens[index + 2]?.text ?? "") &&
    tokens[index + 3]?.text !== "(" &&
    ![".", "::"].includes(tokens[index - 1]?.text ?? "");
  return tokens
    .filter((_, index) => !isPrefix(index) && !isPrefix(index - 1))
    .map((part) => part.text)
    .join("");
}

function readTokens(definition: string): readonly Token[] {
  const texts = definition.match(token) ?? [];
  const open: boolean[] = [];
  return texts.map((text, index) => {
    if (text === ")") open.pop();
    const read = { text, depth: open.length, isInSubquery: open.includes(true) };
    if (text === "(")
      open.push(subqueryStart.test(texts.slice(index + 1, index + 3).find((next) => next.trim() !== "") ?? ""));
    return read;
  });
}

// The name in a FROM clause of one item, or null: with a join, a comma or a set operation there are several relations.
function findOnlyRelation(tokens: readonly Token[]): string | null {
  const outside = tokens.filter((part) => part.depth === 0 && part.text.trim() !== "");
  if (outside.some((part) => setOperation.test(part.text))) return null;
  const from = outside.findIndex((part) => part.text.toLowerCase() === "from");
  if (from === -1) return null;
  const length = outside.slice(from).findIndex((part) => endOfFrom.test(part.text) || part.text === ";");
  const clause = outside.slice(from + 1, length === -1 ? undefined : from + length);
  const isJoin = clause[0]?.text === "(" && !startsSubquery(tokens, clause[0]);
  if (isJoin || clause.some((part) => part.text === ",")) return null;
  return clause.findLast((part) => identifier.test(part.text))?.text ?? null;
}

function startsSubquery(tokens: readonly Token[], parenthesis: Token): boolean {
  const after = tokens.slice(tokens.indexOf(parenthesis) + 1).find((part) => part.text.trim() !== "");
  return subqueryStart.test(after?.text ?? "");
}
