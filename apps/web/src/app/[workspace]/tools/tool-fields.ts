/** The fields of a tool, as a form needs them; read from the schema of its input. */
export type ToolField = {
  readonly name: string;
  readonly kind: "text" | "long_text" | "number" | "switch" | "choice" | "list" | "pairs";
  readonly note: string;
  readonly isRequired: boolean;
  readonly choices: readonly string[];
  readonly fallback: string;
};

type Property = {
  readonly type?: unknown;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly maxLength?: number;
};

const longText = 1000;

export function toolFields(schema: Readonly<Record<string, unknown>>): readonly ToolField[] {
  const required = namesIn(schema["required"]);
  return Object.entries(propertiesIn(schema["properties"])).map(([name, property]) => ({
    name,
    kind: kindOf(property),
    note: property.description ?? "",
    isRequired: required.includes(name),
    choices: property.enum ?? [],
    fallback:
      typeof property.default === "string" || typeof property.default === "number" ? String(property.default) : "",
  }));
}

function kindOf({ enum: choices, type, maxLength }: Property): ToolField["kind"] {
  if (choices !== undefined) return "choice";
  if (type === "boolean") return "switch";
  if (type === "integer" || type === "number") return "number";
  if (type === "array") return "list";
  if (type === "object") return "pairs";
  return (maxLength ?? 0) > longText ? "long_text" : "text";
}

/** What was filled in, as the tool takes it; what was left empty is left out. Lists have commas between, pairs lines of name=value. */
export function readParams(fields: readonly ToolField[], form: FormData): Readonly<Record<string, unknown>> {
  const given = fields.flatMap(({ name, kind }): [string, unknown][] => {
    const typed = form.get(name);
    const text = typeof typed === "string" ? typed.trim() : "";
    if (kind === "switch") return text === "" ? [] : [[name, true]];
    if (text === "") return [];
    if (kind === "number") return [[name, Number(text)]];
    if (kind === "pairs") return [[name, pairsOf(text)]];
    if (kind !== "list") return [[name, text]];
    const words = text.split(",").map((word) => word.trim());
    return [[name, words.filter((word) => word !== "")]];
  });
  return Object.fromEntries(given);
}

function pairsOf(text: string): Readonly<Record<string, string>> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...value] = line.split("=");
      return [name.trim(), value.join("=").trim()];
    }),
  );
}

// What JSON Schema has in these places; ours are made by ourselves.
const propertiesIn = (value: unknown) => (value ?? {}) as Readonly<Record<string, Property>>;
const namesIn = (value: unknown) => (value ?? []) as readonly string[];
