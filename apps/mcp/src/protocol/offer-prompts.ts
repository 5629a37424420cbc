import { completeArgument, toolPrompts, type ActionContext } from "@pulse/actions";
import { ProtocolError, ProtocolErrorCode, type McpServer } from "@modelcontextprotocol/server";

const longest = 200;

/** Answers which conversations a person may start, how one begins, and how a word in it may go on. */
export function offerPrompts({ server }: McpServer, ctx: ActionContext): void {
  server.setRequestHandler("prompts/list", () => ({
    prompts: toolPrompts.map(({ name, title, description, arguments: given }) => ({
      name,
      title,
      description,
      arguments: [...given],
    })),
  }));
  server.setRequestHandler("prompts/get", ({ params }) => {
    const prompt = toolPrompts.find(({ name }) => name === params.name);
    if (prompt === undefined) throw invalid(`There is no prompt "${params.name.slice(0, 80)}". prompts/list names all`);
    const given = params.arguments ?? {};
    const missing = prompt.arguments.find(({ name, required }) => required && given[name] === undefined);
    if (missing !== undefined) throw invalid(`${prompt.name} needs ${missing.name}: ${missing.description}`);
    const isOdd = Object.values(given).some((text) => text.length > longest || /[\n\r]/.test(text));
    if (isOdd) throw invalid(`An argument of ${prompt.name} is one line of ${longest} characters at most`);
    return {
      description: prompt.description,
      messages: [{ role: "user", content: { type: "text", text: prompt.text(given) } }],
    };
  });
  server.setRequestHandler("completion/complete", async ({ params }) => {
    const { argument, context } = params;
    const values = await completeArgument(ctx, {
      name: argument.name,
      begun: argument.value,
      others: context?.arguments ?? {},
    });
    return { completion: { values: [...values], hasMore: false } };
  });
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
