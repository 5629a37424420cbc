import { toolDefinition, type Actor, type Tool, type ToolDefinition } from "@pulse/actions";

export type List = {
  readonly tools: readonly Tool[];
  /** Never changed, though the protocol's type does not say so. */
  readonly definitions: ToolDefinition[];
  /** The definitions as they are sent. */
  readonly text: string;
};

/** The tools by what somebody may, each list made once. What a workspace has yet to switch on is not told, and says so when it is called. */
export type Listed = { readonly for: (actor: Pick<Actor, "scopes">) => List };

export function listTools(tools: readonly Tool[]): Listed {
  const all = listOf(tools);
  const reading = listOf(tools.filter((tool) => tool.scope !== "write"));
  return {
    for: ({ scopes }) => (scopes === undefined || scopes.includes("write") || scopes.includes("admin") ? all : reading),
  };
}

function listOf(tools: readonly Tool[]): List {
  const definitions = tools.filter(({ isOptIn }) => !isOptIn).map(toolDefinition);
  return { tools, definitions, text: JSON.stringify(definitions) };
}
