import { findFreeSql, toolDefinition, type ActionContext, type Tool, type ToolDefinition } from "@pulse/actions";

type List = { readonly tools: readonly Tool[]; readonly definitions: ToolDefinition[] };

const whole = new WeakMap<readonly Tool[], ToolDefinition[]>();

/** What is told of tools in somebody's workspace: those that it has switched on besides, to whom they are for. The list as it is, where none are. */
export async function definitionsIn(ctx: ActionContext, { tools, definitions }: List): Promise<ToolDefinition[]> {
  const { scopes } = ctx.actor;
  const mayAsk = scopes === undefined || scopes.includes("sql") || scopes.includes("admin");
  const isOffered = mayAsk && tools.length > definitions.length && (await findFreeSql(ctx));
  if (!isOffered) return definitions;
  const all = whole.get(tools) ?? tools.map(toolDefinition);
  whole.set(tools, all);
  return all;
}
