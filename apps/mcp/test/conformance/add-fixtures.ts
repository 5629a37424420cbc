// Puts the suite's fixtures in front of what the server offers: what is no fixture is answered as ever.
import type { McpServer, ServerContext, ServerNotifier } from "@modelcontextprotocol/server";

import { promptFixtures, resourceFixtures, templateFixture, toolFixtures } from "./fixtures.ts";

type Handler = (request: unknown, ctx: ServerContext) => Promise<Record<string, unknown[]>>;
type Server = McpServer["server"];
type Method = Parameters<Server["setRequestHandler"]>[0];

/** Lists of the product with those of the fixtures behind them; single things by name, and the product's for every other name. */
export function addFixtures(mcp: McpServer, notify: ServerNotifier): void {
  const { server } = mcp;
  server.registerCapabilities({
    tools: { listChanged: true },
    prompts: { listChanged: true },
    resources: { listChanged: true, subscribe: true },
  });
  const inner = handlersOf(server);
  const behind = (method: Method, key: string, more: readonly unknown[]): void => {
    const own = inner.get(method);
    if (own === undefined) throw new Error(`the server does not answer ${method}`);
    inner.set(method, async (request, ctx) => {
      const answer = await own(request, ctx);
      return { ...answer, [key]: [...(answer[key] ?? []), ...more] };
    });
  };
  const before = (method: Method, answer: (params: Params, ctx: ServerContext) => unknown): void => {
    const own = inner.get(method);
    inner.set(method, async (request, ctx) => {
      const found = await answer(paramsOf(request), ctx);
      if (found !== undefined) return aResult(found);
      if (own === undefined) throw new Error(`the server does not answer ${method}`);
      return await own(request, ctx);
    });
  };
  const inputSchema = { type: "object" as const };
  const tools = Object.keys(toolFixtures).map((name) => ({ name, description: "Of the suite", inputSchema }));
  behind("tools/list", "tools", tools);
  behind(
    "resources/list",
    "resources",
    Object.keys(resourceFixtures).map((uri) => ({ uri, name: uri })),
  );
  behind("resources/templates/list", "resourceTemplates", [{ uriTemplate: templateFixture.uriTemplate, name: "data" }]);
  const prompts = Object.entries(promptFixtures).map(([name, prompt]) => ({
    name,
    description: "Of the suite",
    arguments: prompt.arguments.map((argument) => ({ name: argument, description: "Of the suite", required: true })),
  }));
  behind("prompts/list", "prompts", prompts);
  before("tools/call", (params, ctx) =>
    toolFixtures[params.name ?? ""]?.({ given: params.arguments ?? {}, ctx, notify }),
  );
  before("prompts/get", (params, ctx) =>
    promptFixtures[params.name ?? ""]?.get({ given: params.arguments ?? {}, ctx, notify }),
  );
  before("resources/read", ({ uri = "" }) => {
    const found = resourceFixtures[uri] ?? templateFixture.read(uri);
    return found === null ? undefined : { contents: [found], ttlMs: 0, cacheScope: "private" };
  });
  for (const method of ["resources/subscribe", "resources/unsubscribe"] as const) before(method, () => ({}));
}

type Params = {
  readonly name?: string;
  readonly uri?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
};

// The suite sends what the protocol says.
const paramsOf = (request: unknown): Params => (request as { readonly params?: Params }).params ?? {};
const aResult = (value: unknown): Record<string, unknown[]> => value as Record<string, unknown[]>;

// Only a test puts something in front of what a server answers, so there is no way to it that others could use.
const handlersOf = (server: Server): Map<string, Handler> =>
  (server as unknown as { readonly _requestHandlers: Map<string, Handler> })._requestHandlers;
