// Looks at a statement before a database does: one query, over allowed views, with allowed functions, and nothing else. It is the first of three
// guards and the one that explains; the login and the policies hold without it.
import { AppError } from "@pulse/kit";

import { allowedFunctions, allowedTypes } from "./allowed-functions.ts";
import { allowedFields, allowedNodes, allowedValues } from "./allowed-syntax.ts";

type Rules = {
  /** Names of the views of schema metrics that may be read. */
  readonly views: ReadonlySet<string>;
  /** Names that `a.b` may end in although PostgreSQL calls functions by them. */
  readonly columns: ReadonlySet<string>;
  /** Of these names, those that PostgreSQL has functions or types by. */
  readonly functionsAmong: (names: readonly string[]) => Promise<readonly string[]>;
};

type Node = Readonly<Record<string, unknown>>;
type Walk = Rules & {
  /** Queries of WITH that can be seen from here. */
  readonly queries: ReadonlySet<string>;
  readonly depth: number;
  /** Everything that stands behind a dot. */
  readonly behindDots: Set<string>;
};

const mostDeep = 150;

/** Throws `invalid` for what is no statement of PostgreSQL, and `forbidden` for one that may do more than read views, with the part that it stumbles over. */
export async function requirePlainQuery(sql: string, rules: Rules): Promise<void> {
  const statements = await parse(sql);
  const [only] = statements;
  if (only === undefined || statements.length > 1) throw refused(`${statements.length} statements: send one`);
  const [kind = "nothing"] = Object.keys(nodeOf(only));
  if (kind !== "SelectStmt") throw refused(`${kind.replace(/Stmt$/, "")}: send a SELECT`);
  const behindDots = new Set<string>();
  walk(only, { ...rules, queries: new Set(), depth: 0, behindDots });
  // `a.f` calls f with a where a has no column f.
  const names = [...behindDots].filter((name) => !allowedFunctions.has(name) && !rules.columns.has(name));
  const [called] = await rules.functionsAmong(names);
  if (called !== undefined) throw refused(`.${called}: give this column another name`);
}

/** The parser is PostgreSQL's own, 20 MB of it, and so loaded with the first statement. */
async function parse(sql: string): Promise<readonly unknown[]> {
  const { parse: parseSql } = await import("libpg-query");
  try {
    const { stmts = [] } = await parseSql(sql);
    return stmts.map(({ stmt }) => stmt);
  } catch (error) {
    const isTooDeep = error instanceof RangeError;
    const told = error instanceof Error && !isTooDeep ? error.message.slice(0, 300) : "it is nested too deeply";
    throw new AppError("invalid", `This is no statement of PostgreSQL: ${told}`, { cause: error });
  }
}

function walk(value: unknown, given: Walk): void {
  const at = { ...given, depth: given.depth + 1 };
  if (at.depth > mostDeep) throw refused("nesting: it is too deep");
  if (Array.isArray(value)) {
    for (const inner of value) walk(inner, at);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const node = nodeOf(value);
  const inner = "withClause" in node ? { ...at, queries: walkWith(nodeOf(node["withClause"]), at) } : at;
  for (const [name, part] of Object.entries(node)) {
    if (name === "withClause") continue;
    if (/^[A-Z]/.test(name)) requireNode(name, nodeOf(part), inner);
    else if (!allowedFields.has(name)) throw refused(name);
    if (name === "typeName") requireType(nodeOf(part));
    walk(part, inner);
  }
}

/** Each of its queries sees those before it. */
function walkWith(clause: Node, at: Walk): ReadonlySet<string> {
  if (clause["recursive"] === true) throw refused("WITH RECURSIVE");
  const queries = new Set(at.queries);
  for (const each of listOf(clause["ctes"])) {
    walk(each, { ...at, queries: new Set(queries) });
    const name = textOf(nodeOf(nodeOf(each)["CommonTableExpr"])["ctename"]);
    if (name.startsWith("pg_")) throw refused(`${name}: names of PostgreSQL begin so`);
    queries.add(name);
  }
  return queries;
}

function requireNode(kind: string, node: Node, at: Walk): void {
  if (!allowedNodes.has(kind)) throw refused(kind);
  if (kind === "RangeVar") requireView(node, at);
  if (kind === "FuncCall") requireFunction(namesIn(node["funcname"]));
  if (kind === "SQLValueFunction" && !allowedValues.has(textOf(node["op"]))) throw refused(textOf(node["op"]));
  if (kind === "A_Expr" && namesIn(node["name"]).length > 1) throw refused("OPERATOR(…)");
  if (kind === "SortBy" && namesIn(node["useOp"]).length > 1) throw refused("OPERATOR(…)");
  if (kind === "ColumnRef") for (const name of namesIn(node["fields"]).slice(1)) at.behindDots.add(name);
  if (kind === "A_Indirection") for (const name of namesIn(node["indirection"])) at.behindDots.add(name);
}

function requireView({ schemaname, relname }: Node, { views, queries }: Walk): void {
  const name = textOf(relname);
  if (schemaname === undefined && queries.has(name)) return;
  if ((schemaname === undefined || schemaname === "metrics") && views.has(name)) return;
  const shown = schemaname === undefined ? name : `${textOf(schemaname)}.${name}`;
  throw refused(`${shown}: there are ${[...views].map((view) => `metrics.${view}`).join(", ")}`);
}

function requireFunction(names: readonly string[]): void {
  const name = names.at(-1) ?? "";
  const isOfPostgres = names.length === 1 || (names.length === 2 && names[0] === "pg_catalog");
  if (!isOfPostgres || !allowedFunctions.has(name)) throw refused(`the function ${names.join(".")}`);
}

function requireType(node: Node): void {
  const names = namesIn(node["names"]);
  const isOfPostgres = names.length === 1 || (names.length === 2 && names[0] === "pg_catalog");
  if (!isOfPostgres || !allowedTypes.has(names.at(-1) ?? "")) throw refused(`the type ${names.join(".")}`);
}

function namesIn(list: unknown): readonly string[] {
  return listOf(list).flatMap((each) => {
    const name = nodeOf(nodeOf(each)["String"])["sval"];
    return typeof name === "string" ? [name] : [];
  });
}

function refused(what: string): AppError {
  return new AppError(
    "forbidden",
    `A statement here is one SELECT over the views of schema metrics, without locks, recursion and other than common functions. It has ${what}`,
    { details: { reason: "policy_denied" } },
  );
}

// The tree of the parser is JSON: objects, lists and plain values.
const nodeOf = (value: unknown): Node => (typeof value === "object" && value !== null ? value : {}) as Node;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
