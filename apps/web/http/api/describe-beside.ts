// What the server answers beside the routes of the API, in the same document: probes, live events, GitHub's answers, the MCP server, webhooks.
import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";

const state = z.enum(["healthy", "unhealthy", "disabled"]);

export const healthSchema = z
  .strictObject({
    status: z.enum(["ok", "degraded", "error"]),
    timestamp: z.iso.datetime(),
    services: z.strictObject({ database: state, mcp: state, superset: state, worker: state }),
  })
  .meta({ id: "Health" });

export const versionSchema = z.strictObject({ version: z.string(), build: z.string() });

const mcpHealthSchema = z.object({
  status: state,
  server: z.literal("pulse-hub-mcp"),
  version: z.string().optional(),
  timestamp: z.string().optional(),
});

const json = (schema: z.ZodType) => ({ "application/json": { schema } });
const anything = z.unknown();
const answer = (description: string, schema: z.ZodType) => ({ description, content: json(schema) });

type Failures = ZodOpenApiOperationObject["responses"];

/** `failures` are those that every operation of the API has. */
export function describeBeside(failures: Failures): ZodOpenApiPathsObject {
  const open = { security: [] };
  const workspace = z.object({ workspace: z.string().max(100).optional().meta({ description: "slug" }) });
  return {
    "/api/health": {
      get: {
        operationId: "readHealth",
        tags: ["probes"],
        summary: "How the database and the other services are; 200 as long as the web app itself answers",
        ...open,
        responses: { "200": answer("what is known of each", healthSchema) },
      },
    },
    "/api/ready": {
      get: {
        operationId: "readReadiness",
        tags: ["probes"],
        summary: "Whether people can be served: the database answers, and its migrations are those of the program",
        ...open,
        responses: { "200": answer("they can", healthSchema), "503": answer("they cannot", healthSchema) },
      },
    },
    "/api/version": {
      get: {
        operationId: "readVersion",
        tags: ["probes"],
        summary: "Which version runs",
        ...open,
        responses: { "200": answer("version and build", versionSchema) },
      },
    },
    "/api/events": {
      get: {
        operationId: "streamEvents",
        tags: ["live"],
        summary: "What changes in a workspace, as server-sent events that go on where a Last-Event-ID says",
        requestParams: {
          query: workspace,
          header: z.object({
            "Last-Event-ID": z.string().optional().meta({ description: "`id` of the last message" }),
          }),
        },
        responses: {
          "200": { description: "a stream", content: { "text/event-stream": { schema: { type: "string" } } } },
          ...failures,
        },
      },
    },
    "/api/github/repos/{owner}/{name}/{below}": {
      get: {
        operationId: "readGitHub",
        tags: ["github"],
        summary: "GitHub's own answer about a tracked repository, as the person sees it; its parameters are passed on",
        description:
          "`below` may have slashes, or be left out together with its own: `/api/github/repos/acme/site` is the repository itself.",
        requestParams: {
          path: z.object({ owner: z.string(), name: z.string(), below: z.string() }),
          query: workspace,
          header: z.object({ "If-None-Match": z.string().optional().meta({ description: "GitHub's own ETag" }) }),
        },
        responses: {
          "200": { ...answer("what GitHub says", anything), headers: nextPage },
          "304": { description: "the answer is the one that is there already" },
          ...failures,
        },
      },
    },
    "/api/mcp": {
      post: {
        operationId: "speakMcp",
        tags: ["mcp"],
        summary: "The Model Context Protocol, for AI clients (Streamable HTTP)",
        requestBody: { required: true, content: json(anything) },
        responses: {
          "200": {
            description: "one answer, or a stream of them",
            content: { ...json(anything), "text/event-stream": { schema: { type: "string" } } },
          },
          "202": { description: "nothing is to be answered" },
          ...failures,
        },
      },
    },
    "/api/mcp/health": {
      get: {
        operationId: "readMcpHealth",
        tags: ["mcp"],
        summary: "Whether the MCP server answers",
        ...open,
        responses: { "200": answer("it does", mcpHealthSchema), "503": answer("it does not", mcpHealthSchema) },
      },
    },
    "/api/mcp/tools": {
      get: {
        operationId: "listTools",
        tags: ["mcp"],
        summary: "The tools that the person may call, with the schemas of what they take and give",
        responses: {
          "200": answer("the tools", z.object({ tools: z.array(z.looseObject({ name: z.string() })) })),
          ...failures,
        },
      },
    },
    "/api/mcp/execute": {
      post: {
        operationId: "executeTool",
        tags: ["mcp"],
        summary: "Call one tool as the person, without the protocol",
        requestBody: { required: true, content: json(z.object({ tool: z.string(), params: anything.optional() })) },
        responses: {
          "200": answer(
            "what the tool says",
            z.looseObject({ tool: z.string(), result: anything, took_ms: z.number() }),
          ),
          ...failures,
        },
      },
    },
    "/api/webhooks/github": { post: webhook("takeDelivery", "of the installation") },
    "/api/webhooks/github/{connection}": {
      post: {
        ...webhook("takeDeliveryOfConnection", "of one connection"),
        requestParams: { path: z.object({ connection: z.int() }), header: webhookHeaders },
      },
    },
  };
}

const nextPage = { Link: { description: 'the next page, as `<…>; rel="next"`', schema: { type: "string" as const } } };

const webhookHeaders = z.object({
  "X-GitHub-Event": z.string(),
  "X-GitHub-Delivery": z.string(),
  "X-Hub-Signature-256": z.string(),
});

/** GitHub alone asks here; it is told by its signature. */
function webhook(operationId: string, whose: string): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: ["webhooks"],
    summary: `Where GitHub sends its deliveries, signed with a secret ${whose}`,
    security: [],
    requestParams: { header: webhookHeaders },
    requestBody: { required: true, content: json(anything) },
    responses: {
      "200": { description: "it was there already" },
      "202": { description: "it is kept, and will be worked through" },
      "400": { description: "a header is missing or has another form" },
      "401": { description: "no secret of ours made this signature" },
      "413": { description: "it is larger than 25 megabytes" },
      "503": { description: "too much is under way; GitHub is asked for it again" },
    },
  };
}
