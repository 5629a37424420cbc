import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";

import type { ApiRoute } from "./api-route.ts";
import { describeBeside } from "./describe-beside.ts";
import { idempotencyKeyPattern } from "./parse-call.ts";

type Description = ReturnType<typeof createDocument>;

const problem = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.enum([
      "invalid",
      "unauthenticated",
      "forbidden",
      "not_found",
      "conflict",
      "limited",
      "unavailable",
      "internal",
    ]),
    detail: z.string().meta({ description: "what is wrong, and the next step" }),
    request_id: z.string().meta({ description: "the same id stands in the log" }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

/** Told once under its name, and referred to by every operation. */
const problemAnswer = (id: string, description: string) => ({
  id,
  description,
  content: { "application/problem+json": { schema: problem } },
});

const failures = {
  "400": problemAnswer("Invalid", "the request cannot be understood; says which part and why"),
  "401": problemAnswer("Unauthenticated", "no session and no API key, or one that is no more"),
  "403": problemAnswer("Forbidden", "the role or the scopes of the key are too low"),
  "404": problemAnswer("NotFound", "there is no such thing in this workspace"),
  "409": problemAnswer("Conflict", "the state of things does not allow it now"),
  "429": problemAnswer("Limited", "too many requests; Retry-After says when to come back"),
  "503": problemAnswer("Unavailable", "the database or GitHub does not answer at the moment"),
};

const bodyFailures = {
  "411": problemAnswer("LengthRequired", "the body came without Content-Length"),
  "413": problemAnswer("TooLarge", "the body is larger than a megabyte"),
};

const fileContent = { "application/octet-stream": { schema: { type: "string", format: "binary" } } } as const;

/** Of whatever type the file is. */
const fileAnswers = (summary: string) => ({
  "200": { description: summary, content: fileContent },
  "206": { description: "the stretch of it that Range asks for", content: fileContent },
  "416": problemAnswer(
    "RangeNotSatisfiable",
    "Range begins behind the end of the file; Content-Range says how long it is",
  ),
});

const workspaceQuery = {
  workspace: z
    .string()
    .max(100)
    .optional()
    .meta({ description: "slug; the one that the key opens, or the first of yours, unless given" }),
};

const ifNoneMatch = z.object({
  "If-None-Match": z.string().optional().meta({ description: "ETag of the answer that is there already" }),
});

const idempotencyKey = z.object({
  "Idempotency-Key": z
    .string()
    .regex(idempotencyKeyPattern)
    .optional()
    .meta({ description: "of your choice; the same request with the same key is done once and answered the same" }),
});

type Described = {
  readonly routes: readonly ApiRoute[];
  readonly version: string;
  /** Whether to tell of what the server answers beside these routes as well. */
  readonly isWhole: boolean;
};

/** OpenAPI 3.1 of the API, made from the schemas that its requests are checked with. */
export function describeApi({ routes, version, isWhole }: Described): Description {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Pulse-Hub",
      version,
      description:
        "Numbers, items and settings of a workspace. Send an API key (`./pulse key create`) as `Authorization: Bearer phk_…`. " +
        "Within a major version fields and routes are added, never removed or given another meaning: pass over fields that you do not know.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    security: [{ key: [] }, { session: [] }],
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "an API key, phk_…" },
        session: { type: "apiKey", in: "cookie", name: "better-auth.session_token", description: "of a browser" },
      },
    },
    paths: { ...asPaths(paths), ...(isWhole ? describeBeside(failures) : {}) },
  });
}

// Methods are checked by the type of `ApiRoute`; an object that is filled in a loop does not tell the compiler.
const asPaths = (paths: Record<string, Record<string, ZodOpenApiOperationObject>>): ZodOpenApiPathsObject => paths;

function operationOf(route: ApiRoute): ZodOpenApiOperationObject {
  const isRead = route.method === "get";
  return {
    operationId: route.name,
    tags: [route.group],
    summary: route.summary,
    description: `Needs the scope \`${route.scope}\`.${route.description === undefined ? "" : ` ${route.description}`}`,
    requestParams: {
      path: route.params,
      query: route.query.extend(workspaceQuery),
      header: isRead ? ifNoneMatch : idempotencyKey,
    },
    ...(route.body === null
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: route.body } } } }),
    responses: {
      ...(route.isFile === true ? fileAnswers(route.summary) : {}),
      ...(route.isFile === true
        ? {}
        : {
            [String(route.status ?? 200)]: {
              description: route.summary,
              content: { "application/json": { schema: route.answer } },
            },
          }),
      ...(isRead ? { "304": { description: "the answer is the one that is there already" } } : {}),
      ...failures,
      ...(route.body === null ? {} : bodyFailures),
    },
  };
}
