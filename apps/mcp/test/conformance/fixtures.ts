// What the official conformance suite asks for by name: tools, resources and prompts that no product has. The wording is the suite's.
import {
  ProtocolError,
  ProtocolErrorCode,
  acceptedContent,
  createRequestStateCodec,
  inputRequired,
  MissingRequiredClientCapabilityError,
  CLIENT_CAPABILITIES_META_KEY,
  type CallToolResult,
  type GetPromptResult,
  type InputRequiredResult,
  type InputRequests,
  type ReadResourceResult,
  type ServerContext,
  type ServerNotifier,
} from "@modelcontextprotocol/server";

type Given = Readonly<Record<string, unknown>>;
type Answer<Result> = Result | InputRequiredResult | Promise<Result | InputRequiredResult>;
type Called = { readonly given: Given; readonly ctx: ServerContext; readonly notify: ServerNotifier };

export type ToolFixture = (called: Called) => Answer<CallToolResult>;
export type PromptFixture = {
  readonly arguments: readonly string[];
  readonly get: (called: Called) => Answer<GetPromptResult>;
};

const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
const wav = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
const image = { type: "image", data: png, mimeType: "image/png" } as const;
const text = (words: string) => ({ type: "text", text: words }) as const;
const said = (words: string): CallToolResult => ({ content: [text(words)] });

const states = createRequestStateCodec<{ readonly step: number }>({ key: "k".repeat(32), ttlSeconds: 60 });

const ask = (message: string, properties: Given, required: readonly string[]) =>
  ({
    method: "elicitation/create",
    params: { mode: "form", message, requestedSchema: { type: "object", properties, required: [...required] } },
  }) as unknown as InputRequests[string];
const askName = ask("What is your name?", { name: { type: "string" } }, ["name"]);
const sample = (words: string, maxTokens: number) =>
  ({
    method: "sampling/createMessage",
    params: { messages: [{ role: "user", content: text(words) }], maxTokens },
  }) as unknown as InputRequests[string];
const roots = { method: "roots/list", params: {} } as unknown as InputRequests[string];

const answered = ({ ctx }: Called): Given => ctx.mcpReq.inputResponses ?? {};
const wants = (inputRequests: InputRequests, requestState?: string): InputRequiredResult =>
  inputRequired({ inputRequests, ...(requestState === undefined ? {} : { requestState }) });

/** The state that a client hands back; refused when it is not the one that it was given. */
async function stateOf({ ctx }: Called): Promise<{ readonly step: number } | null> {
  const state = ctx.mcpReq.requestState<unknown>();
  if (typeof state !== "string") return null;
  return await Promise.resolve(states.verify(state, ctx)).catch(() => {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "Invalid or expired requestState");
  });
}

const capabilitiesOf = ({ ctx }: Called): Given => {
  const told: Given = { ...ctx.mcpReq.envelope };
  return { ...anObject(told[CLIENT_CAPABILITIES_META_KEY]) };
};

const anObject = (value: unknown): Given => (typeof value === "object" && value !== null ? { ...value } : {});

const progress = async ({ ctx }: Called, done: number): Promise<void> => {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return;
  const params = { progressToken, progress: done, total: 100 };
  await ctx.mcpReq.notify({ method: "notifications/progress", params });
};

/** Clients of 2026 are told lines of a log when they ask for them. */
async function log({ mcpReq }: ServerContext, data: string): Promise<void> {
  if (mcpReq.envelope !== undefined && !("io.modelcontextprotocol/logLevel" in mcpReq.envelope)) return;
  await mcpReq.notify({ method: "notifications/message", params: { level: "info", data } });
}

export const toolFixtures: Readonly<Record<string, ToolFixture>> = {
  test_simple_text: () => said("This is a simple text response for testing."),
  test_image_content: () => ({ content: [image] }),
  test_audio_content: () => ({ content: [{ type: "audio", data: wav, mimeType: "audio/wav" }] }),
  test_embedded_resource: () => ({
    content: [
      {
        type: "resource",
        resource: {
          uri: "test://embedded-resource",
          mimeType: "text/plain",
          text: "This is an embedded resource content.",
        },
      },
    ],
  }),
  test_multiple_content_types: () => ({
    content: [
      text("Multiple content types test:"),
      image,
      {
        type: "resource",
        resource: {
          uri: "test://mixed-content-resource",
          mimeType: "application/json",
          text: JSON.stringify({ test: "data", value: 123 }),
        },
      },
    ],
  }),
  test_tool_with_logging: async ({ ctx }) => {
    for (const line of ["Tool execution started", "Tool processing data", "Tool execution completed"])
      await log(ctx, line);
    return said("Logged three lines");
  },
  test_logging_tool: async ({ ctx }) => {
    await log(ctx, "A line of the log");
    return said("Logged a line");
  },
  test_tool_with_progress: async (called) => {
    for (const done of [0, 50, 100]) await progress(called, done);
    return said("Told three times how far it was");
  },
  test_error_handling: () => ({
    isError: true,
    content: [text("This tool intentionally returns an error for testing")],
  }),
  test_missing_capability: (called) => {
    if ("sampling" in capabilitiesOf(called)) return said("Sampling is there");
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
  },
  test_streaming_elicitation: (called) =>
    "user_name" in answered(called) ? said("Thank you") : wants({ user_name: askName }),
  test_trigger_tool_change: ({ notify }) => {
    notify.toolsChanged();
    return said("The list of tools changed");
  },
  test_trigger_prompt_change: ({ notify }) => {
    notify.promptsChanged();
    return said("The list of prompts changed");
  },
  test_input_required_result_elicitation: (called) => {
    const name = acceptedContent(called.ctx.mcpReq.inputResponses, "user_name")?.["name"];
    return typeof name === "string" ? said(`Hello, ${name}!`) : wants({ user_name: askName });
  },
  test_input_required_result_sampling: (called) => {
    const answer = answered(called)["capital_question"];
    if (answer === undefined) return wants({ capital_question: sample("What is the capital of France?", 100) });
    return said(JSON.stringify(answer));
  },
  test_input_required_result_list_roots: (called) => {
    const answer = answered(called)["client_roots"];
    return answer === undefined ? wants({ client_roots: roots }) : said(JSON.stringify(answer));
  },
  test_input_required_result_request_state: async (called) => {
    if ((await stateOf(called)) !== null && "confirm" in answered(called)) return said("state-ok");
    const confirm = ask("Please confirm", { ok: { type: "boolean" } }, ["ok"]);
    return wants({ confirm }, await states.mint({ step: 1 }, called.ctx));
  },
  test_input_required_result_multiple_inputs: async (called) => {
    const asked = { user_name: askName, greeting: sample("Generate a greeting", 50), client_roots: roots };
    const isAnswered = Object.keys(asked).every((key) => key in answered(called));
    if ((await stateOf(called)) !== null && isAnswered) return said("All three were answered");
    return wants(asked, await states.mint({ step: 1 }, called.ctx));
  },
  test_input_required_result_multi_round: async (called) => {
    const state = await stateOf(called);
    if (state?.step === 2 && "step2" in answered(called)) return said("Both steps were answered");
    const isSecond = state?.step === 1 && "step1" in answered(called);
    const asked = isSecond
      ? { step2: ask("Step 2: What is your favorite color?", { color: { type: "string" } }, ["color"]) }
      : { step1: ask("Step 1: What is your name?", { name: { type: "string" } }, ["name"]) };
    return wants(asked, await states.mint({ step: isSecond ? 2 : 1 }, called.ctx));
  },
  test_input_required_result_tampered_state: async (called) => {
    if ((await stateOf(called)) !== null) return said("The state is the one that was given");
    const confirm = ask("Please confirm", { ok: { type: "boolean" } }, ["ok"]);
    return wants({ confirm }, await states.mint({ step: 1 }, called.ctx));
  },
  test_input_required_result_capabilities: (called) => {
    const declared = capabilitiesOf(called);
    const asked: InputRequests = {
      ...("elicitation" in declared ? { user_name: askName } : {}),
      ...("sampling" in declared ? { greeting: sample("Generate a greeting", 50) } : {}),
      ...("roots" in declared ? { client_roots: roots } : {}),
    };
    const isAnswered = Object.keys(asked).every((key) => key in answered(called));
    return isAnswered ? said("Nothing is left to ask") : wants(asked);
  },
};

export const resourceFixtures: Readonly<Record<string, ReadResourceResult["contents"][number]>> = {
  "test://static-text": {
    uri: "test://static-text",
    mimeType: "text/plain",
    text: "This is the content of the static text resource.",
  },
  "test://static-binary": { uri: "test://static-binary", mimeType: "image/png", blob: png },
  "test://watched-resource": { uri: "test://watched-resource", mimeType: "text/plain", text: "Watched" },
};

export const templateFixture = {
  uriTemplate: "test://template/{id}/data",
  read: (uri: string): ReadResourceResult["contents"][number] | null => {
    const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
    if (id === undefined) return null;
    const data = { id, templateTest: true, data: `Data for ID: ${id}` };
    return { uri, mimeType: "application/json", text: JSON.stringify(data) };
  },
};

const message = (content: GetPromptResult["messages"][number]["content"]) => ({ role: "user" as const, content });
const word = (given: Given, name: string): string => {
  const value = given[name];
  return typeof value === "string" ? value : "";
};

export const promptFixtures: Readonly<Record<string, PromptFixture>> = {
  test_simple_prompt: {
    arguments: [],
    get: () => ({ messages: [message(text("This is a simple prompt for testing."))] }),
  },
  test_prompt_with_arguments: {
    arguments: ["arg1", "arg2"],
    get: ({ given }) => ({
      messages: [message(text(`Prompt with arguments: arg1='${word(given, "arg1")}', arg2='${word(given, "arg2")}'`))],
    }),
  },
  test_prompt_with_embedded_resource: {
    arguments: ["resourceUri"],
    get: ({ given }) => ({
      messages: [
        message({
          type: "resource",
          resource: {
            uri: word(given, "resourceUri"),
            mimeType: "text/plain",
            text: "Embedded resource content for testing.",
          },
        }),
        message(text("Please process the embedded resource above.")),
      ],
    }),
  },
  test_prompt_with_image: {
    arguments: [],
    get: () => ({ messages: [message(image), message(text("Please analyze the image above."))] }),
  },
  test_input_required_result_prompt: {
    arguments: [],
    get: (called) => {
      const context = acceptedContent(called.ctx.mcpReq.inputResponses, "user_context")?.["context"];
      if (typeof context === "string") return { messages: [message(text(`Use this context: ${context}`))] };
      const properties = { context: { type: "string" } };
      return wants({ user_context: ask("What context should the prompt use?", properties, ["context"]) });
    },
  },
};
