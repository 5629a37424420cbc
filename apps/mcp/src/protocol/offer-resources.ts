import { callTool, findResource, toolResources, type ActionContext, type Tool } from "@pulse/actions";
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, type McpServer } from "@modelcontextprotocol/server";

const isTemplate = (uri: string): boolean => uri.includes("{");
const mimeType = "application/json";
const contentsOf = (uri: string, value: unknown) => ({ contents: [{ uri, mimeType, text: JSON.stringify(value) }] });

/** Answers what addresses there are, and what lies at one: always what a tool answers, for whom the tool is offered. */
export function offerResources({ server }: McpServer, ctx: ActionContext, tools: readonly Tool[]): void {
  const offered = toolResources.filter(({ from }) => "read" in from || tools.some(({ name }) => name === from.tool));
  server.setRequestHandler("resources/list", () => ({
    resources: offered
      .filter(({ uri }) => !isTemplate(uri))
      .map(({ name, title, description, uri }) => ({ name, title, description, uri, mimeType })),
  }));
  server.setRequestHandler("resources/templates/list", () => ({
    resourceTemplates: offered
      .filter(({ uri }) => isTemplate(uri))
      .map(({ name, title, description, uri }) => ({ name, title, description, uriTemplate: uri, mimeType })),
  }));
  server.setRequestHandler("resources/read", async ({ params: { uri } }) => {
    const found = findResource(uri);
    if (found === null) throw new ResourceNotFoundError(uri);
    if ("read" in found.from) return contentsOf(uri, await found.from.read(ctx));
    const answer = await callTool(ctx, { name: found.from.tool, params: found.params, tools });
    if (!answer.isError) return contentsOf(uri, answer.structured);
    const { code, message } = answer.structured.error;
    if (code === "not_found_or_no_access") throw new ResourceNotFoundError(uri, message);
    throw new ProtocolError(ProtocolErrorCode.InternalError, message, { uri });
  });
}
