import { z } from "zod";

import type { Tool } from "./tool.ts";

/** A tool as clients are told of it, in the words of MCP. */
export type ToolDefinition = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  readonly outputSchema: ObjectSchema;
  readonly annotations: {
    /** What people are shown. It stands here alone, where clients of every age look for it. */
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
    description,
    inputSchema: { type: "object", ...withoutEmptyDefaults(compact(z.toJSONSchema(tool.input, { io: "input" }))) },
    outputSchema: openly(compact(z.toJSONSchema(tool.output, { io: "output" }))),
    annotations: {
      title,
      readOnlyHint: hints.isReadOnly,
      destructiveHint: hints.isDestructive,
      idempotentHint: hints.isIdempotent,
      openWorldHint: hints.isOpenWorld,
    },
  };
}

/**
 * Which fields an answer may have. That it has all of them is held here, before it is sent; saying so as well would cost every conversation
 * more, and some clients hold the content of an error to the schema too. Answers may grow by fields: `truncated` and `error` are such.
 */
function openly(schema: Schema): ObjectSchema {
  const opened = walk(schema, (inner) => {
    const told = Object.entries(inner).filter(
      ([name, value]) =>
        // A field may have any of these names, too; then what it says is an object.
        !(name === "description" && typeof value === "string") &&
        !(name === "required" && Array.isArray(value)) &&
        !(name === "additionalProperties" && value === false),
    );
    // A plain value that may be null as well is left open: the words for it are many, and say little.
    return Object.keys(inner).length === 1 && Array.isArray(inner["type"]) ? {} : Object.fromEntries(told);
  });
  const { truncated: _, ...properties } = objectOf(objectOf(opened)["properties"]);
  return { type: "object", properties };
}

/** A default of nothing is what being left out says anyway. */
function withoutEmptyDefaults(schema: Schema): Schema {
  return objectOf(
    walk(schema, (inner) => {
      const { default: fallback, ...rest } = inner;
      const isEmpty = ['""', "false", "[]", "{}"].includes(JSON.stringify(fallback ?? null));
      return isEmpty ? rest : inner;
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
      return joinNull(withoutTypeOfChoices(Object.fromEntries(said)));
    }),
  );
}

function withoutTypeOfChoices(schema: Schema): Schema {
  const { type, ...rest } = schema;
  return Array.isArray(rest["enum"]) && type === "string" ? rest : schema;
}

/** `anyOf` of a plain type and null, as one list of types. */
function joinNull(schema: Schema): Schema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [first, second] = anyOf.map((part: unknown) => objectOf(part));
  if (first === undefined || second?.["type"] !== "null" || typeof first["type"] !== "string") return schema;
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
