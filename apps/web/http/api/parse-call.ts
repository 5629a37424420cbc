import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { ApiRoute } from "./api-route.ts";

type Given = {
  readonly params: Readonly<Record<string, string>>;
  readonly search: URLSearchParams;
  readonly body: unknown;
};

type Parsed = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** Reads a request by the schemas of its route. Throws `invalid` that names every part that is wrong, unknown parameters too. */
export function parseCall(route: ApiRoute, { params, search, body }: Given): Parsed {
  return {
    params: parsePart("path", route.params, params),
    query: parsePart("query", route.query, readSearch(route.query, search)),
    body: route.body === null ? undefined : parsePart("body", route.body, body),
  };
}

/** A parameter that may be repeated is a list; another that is repeated is a mistake, not its last value. */
function readSearch(schema: z.ZodObject, search: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const all = search.getAll(name);
    const isList = name in schema.shape && isListSchema(schema.shape[name]);
    if (!isList && all.length > 1) throw new AppError("invalid", `"${name.slice(0, 60)}" is given ${all.length} times`);
    values[name] = isList ? all : all[0];
  }
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(schema.shape, name));
  if (unknown === undefined) return values;
  const known = Object.keys(schema.shape).join(", ") || "none";
  throw new AppError("invalid", `There is no parameter "${unknown.slice(0, 60)}" here. It takes: ${known}`);
}

function isListSchema(schema: unknown): boolean {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return isListSchema(schema.unwrap());
  return schema instanceof z.ZodArray;
}

function parsePart(part: string, schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${[part, ...path].join(".")}: ${message}`);
  throw new AppError("invalid", `This request cannot be understood.\n${lines.join("\n")}`);
}

/** Throws `invalid`: PostgreSQL stores no NUL, and no name, cursor or instant of ours holds one. */
export function refuseNuls(values: Iterable<readonly [string, string]>): void {
  for (const [name, value] of values) refuseNul(name, value);
}

function refuseNul(name: string, value: string): void {
  if (!name.includes("\0") && !value.includes("\0")) return;
  throw new AppError("invalid", `"${name.replaceAll("\0", "").slice(0, 60)}" holds a NUL character`);
}

/** The body of a request as JSON; throws `invalid` for any other type, and for what is no JSON. */
export function readJsonBody(type: string | undefined, text: string): unknown {
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type ?? "")) {
    throw new AppError("invalid", "Send the body as JSON, with Content-Type: application/json");
  }
  if (text.includes("\0") || /\\u0000/i.test(text)) throw new AppError("invalid", "The body holds a NUL character");
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw new AppError("invalid", "The body is no JSON", { cause: error });
  }
}

/** What `Idempotency-Key` takes. */
export const idempotencyKeyPattern = /^[\x21-\x7e]{1,200}$/;

export function readIdempotencyKey(given: string | undefined): string | null {
  if (given === undefined || idempotencyKeyPattern.test(given)) return given ?? null;
  throw new AppError("invalid", "Idempotency-Key is 1 to 200 letters, digits and signs without spaces");
}
