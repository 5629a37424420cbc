/**
 * Cuts an SQL script into its statements, so that an error can name the one that failed and its line. It knows only what can hide a
 * semicolon: strings, quoted names, dollar quotes, comments, parentheses and the `begin atomic … end` of SQL functions.
 */
export type Statement = { readonly sql: string; readonly offset: number; readonly line: number };

// In this order: comments, E-strings (with backslashes), strings, quoted names, dollar quotes, words (numbers too), one character.
const token =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|''|\\[\s\S])*'?|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[\w\u0080-\uffff][\w$\u0080-\uffff]*|\s+|[\s\S]/y;

export function splitStatements(script: string): readonly Statement[] {
  const statements: Statement[] = [];
  const state = { parentheses: 0, bodyDepth: 0, previousWord: "" };
  let start: number | null = null;
  let end = 0;
  let at = 0;
  while (at < script.length) {
    token.lastIndex = at;
    const text = token.exec(script)?.[0] ?? "";
    const next = endOfToken(script, at, text);
    if (isSilent(text)) {
      at = next;
      continue;
    }
    if (text === ";" && state.parentheses === 0 && state.bodyDepth === 0) {
      if (start !== null) statements.push(statementOf(script, start, end));
      start = null;
      state.previousWord = "";
    } else {
      start ??= at;
      end = next;
      nest(state, text.toLowerCase());
    }
    at = next;
  }
  if (start !== null) statements.push(statementOf(script, start, end));
  return statements;
}

function endOfToken(script: string, at: number, text: string): number {
  if (text === "/*") return endOfBlockComment(script, at);
  if (!/^\$.*\$$/.test(text) || text.length < 2) return at + text.length;
  const close = script.indexOf(text, at + text.length);
  return close === -1 ? script.length : close + text.length;
}

// Block comments nest in PostgreSQL.
function endOfBlockComment(script: string, at: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = at;
  let depth = 0;
  for (let found = mark.exec(script); found !== null; found = mark.exec(script)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return script.length;
}

function isSilent(text: string): boolean {
  return text.startsWith("--") || text === "/*" || text.trim() === "";
}

function nest(state: { parentheses: number; bodyDepth: number; previousWord: string }, text: string): void {
  if (text === "(") state.parentheses += 1;
  if (text === ")") state.parentheses = Math.max(0, state.parentheses - 1);
  if (text === "atomic" && state.previousWord === "begin") state.bodyDepth = 1;
  else if (state.bodyDepth > 0 && text === "case") state.bodyDepth += 1;
  else if (state.bodyDepth > 0 && text === "end") state.bodyDepth -= 1;
  state.previousWord = text;
}

function statementOf(script: string, start: number, end: number): Statement {
  return { sql: script.slice(start, end), offset: start, line: lineAt(script, start) };
}

export function lineAt(script: string, offset: number): number {
  return script.slice(0, offset).split("\n").length;
}
