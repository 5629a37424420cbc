import { z } from "zod";

import type { Tool } from "./tool.ts";

/** A tool as clients are told of it, in the words of MCP. */
export type ToolDefinition = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema: ObjectSchema;
  readonly annotations: {
    readonly title: string;
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
};

type ObjectSchema = { readonly type: "object"; readonly [key: string]: unknown };
type Schema = Readonly<Record<string, unknown>>;

/** Its schemas are made here once: made anew for every request they would cost more than the answer. */
export function toolDefinition(tool: Tool): ToolDefinition {
  const { name, title, description, hints } = tool;
  return {
    name,
    title,
    description,
    inputSchema: { type: "object", ...compact(z.toJSONSchema(tool.input, { io: "input" })) },
    outputSchema: withError(compact(z.toJSONSchema(tool.output, { io: "output" }))),
    annotations: {
      title,
      readOnlyHint: hints.isReadOnly,
      destructiveHint: hints.isDestructive,
      idempotentHint: hints.isIdempotent,
      openWorldHint: hints.isOpenWorld,
    },
  };
}

/** Some clients hold an error's content to the schema too, so the schema admits it: an answer has its fields, or `error`. */
function withError(schema: Schema): ObjectSchema {
  const { properties, required, additionalProperties: _, ...rest } = open(schema);
  return {
    ...rest,
    type: "object",
    properties: { ...objectOf(properties), error: { type: "object" } },
    anyOf: [{ required }, { required: ["error"] }],
  };
}

/** Answers may grow by fields; clients must not refuse them for it. */
function open(schema: Schema): Schema {
  return objectOf(
    walk(schema, (inner) => {
      const { additionalProperties, ...rest } = inner;
      return additionalProperties === false ? rest : inner;
    }),
  );
}

/** What says nothing to a reader is left out: the definitions of all tools have to be paid for at every start of a conversation. */
function compact(schema: Schema): Schema {
  return objectOf(
    walk(schema, (inner) => {
      const { $schema: _, propertyNames: __, ...rest } = inner;
      const said = Object.entries(rest).filter(
        ([name, value]) =>
          !(name === "minimum" && value === Number.MIN_SAFE_INTEGER) &&
          !(name === "maximum" && value === Number.MAX_SAFE_INTEGER),
      );
      return joinNull(Object.fromEntries(said));
    }),
  );
}

/** `anyOf` of a plain type and null, as one list of types. */
function joinNull(schema: Schema): Schema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [first, second] = anyOf.map((part: unknown) => objectOf(part));
  if (first === undefined || second?.["type"] !== "null" || typeof first["type"] !== "string" || "enum" in first)
    return schema;
  return { ...first, ...rest, type: [first["type"], "null"] };
}

function walk(value: unknown, change: (schema: Schema) => Schema): unknown {
  if (Array.isArray(value)) return value.map((inner) => walk(inner, change));
  if (typeof value !== "object" || value === null) return value;
  const walked = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, change)]));
  return change(walked);
}

// What JSON Schema has in these places are objects.
const objectOf = (value: unknown): Schema => value as Schema;
