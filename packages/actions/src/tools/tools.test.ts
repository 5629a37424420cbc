import { expect, test } from "vitest";

import { fitAnswer, sizeOf } from "./fit-answer.ts";
import { toolDefinition } from "./tool-definition.ts";
import { tools } from "./tools.ts";

const definitions = tools.map(toolDefinition);
const usual = tools.filter(({ isOptIn }) => !isOptIn).map(toolDefinition);

test("the definitions of all tools that nobody has to switch on cost less than 8,000 tokens", () => {
  expect(Buffer.byteLength(JSON.stringify({ tools: usual })) / 4).toBeLessThan(8000);
});

test.each(definitions.map((definition) => [definition.name, definition] as const))(
  "%s takes an object with described and bounded fields alone, and says everything of itself",
  (name, { inputSchema, outputSchema, annotations, description }) => {
    expect(name).toMatch(/^(github|analytics)_[a-z_]{1,40}$/);
    expect(annotations.title.length * description.length).toBeGreaterThan(0);
    expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    expect(outputSchema).toMatchObject({ type: "object", properties: expect.any(Object) });
    expect(Object.values(annotations).every((value) => value !== undefined)).toBe(true);
    expect(unboundedIn(inputSchema)).toEqual([]);
  },
);

/** Texts without an end, lists without an end. */
function unboundedIn(schema: unknown, path = ""): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own =
    ("type" in schema &&
      schema.type === "string" &&
      !("maxLength" in schema || "enum" in schema || "pattern" in schema)) ||
    ("type" in schema && schema.type === "array" && !("maxItems" in schema))
      ? [path]
      : [];
  return [...own, ...Object.entries(schema).flatMap(([key, inner]) => unboundedIn(inner, `${path}/${key}`))];
}

test.each(tools.map((tool) => [tool.name, tool] as const))(
  "%s reads exactly when it says so",
  (_, { scope, hints }) => {
    expect(hints.isReadOnly).toBe(scope === "read" || scope === "sql");
    if (hints.isReadOnly) expect(hints).toMatchObject({ isDestructive: false, isIdempotent: true });
  },
);

test("rows are cut before texts, and one row that is too large is said to be", () => {
  const rows = Array.from({ length: 100 }, (_, n) => ({ n, text: "x".repeat(100) }));

  const cut = fitAnswer({ total: 100, rows }, 5000);
  const short = fitAnswer({ body: "x".repeat(9000) }, 5000);

  expect(sizeOf(cut)).toBeLessThanOrEqual(5000);
  expect(cut).toMatchObject({ total: 100, truncated: { hint: expect.stringContaining("`rows` had 100 entries") } });
  expect(cut["rows"]).toEqual(rows.slice(0, (cut["rows"] as unknown[]).length));
  expect((cut["rows"] as unknown[]).length).toBeGreaterThan(20);
  expect(String(short["body"]).length).toBe(501);
  expect(() => fitAnswer({ a: Object.fromEntries(rows.map(({ n, text }) => [`k${n}`, text])) }, 5000)).toThrow(
    /Ask for less/,
  );
});
