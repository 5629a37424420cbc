// What a Zod object says about flags: the parser and the help both read this, so they cannot disagree.
import { z } from "zod";

export type Flag = {
  readonly key: string;
  /** kebab-case, without the dashes. */
  readonly name: string;
  readonly kind: "switch" | "number" | "text";
  readonly isRepeatable: boolean;
  readonly isRequired: boolean;
  readonly defaultText: string | null;
  readonly choices: readonly string[];
  readonly placeholder: string;
  readonly description: string;
};

export function listFlags(args: z.ZodObject): readonly Flag[] {
  const shape: Readonly<Record<string, z.core.$ZodType>> = args.shape;
  return Object.entries(shape).map(([key, schema]) => toFlag(key, schema));
}

function toFlag(key: string, schema: z.core.$ZodType): Flag {
  const chain = unwrap(schema);
  const array = chain.find((step) => step instanceof z.ZodArray);
  const base = array === undefined ? chain.at(-1) : unwrap(array.element).at(-1);
  const choices = base instanceof z.ZodEnum ? base.options.map(String) : [];
  const metas = chain.map((step) => z.globalRegistry.get(step) ?? {});
  const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const placeholder = metas.map((meta) => meta["placeholder"]).find((value) => typeof value === "string");
  return {
    key,
    name,
    kind: kindOf(base),
    isRepeatable: array !== undefined,
    isRequired: !z.safeParse(schema, undefined).success,
    defaultText: defaultOf(chain),
    choices,
    placeholder: placeholder ?? (choices.length > 0 ? choices.join("|") : name.toUpperCase()),
    description: metas.map((meta) => meta.description).find((text) => text !== undefined) ?? "",
  };
}

/** The schema and what it wraps, outermost first. */
function unwrap(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const inner = innerOf(schema);
  return inner === null ? [schema] : [schema, ...unwrap(inner)];
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return schema.def.innerType;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.innerType;
  if (schema instanceof z.ZodReadonly) return schema.def.innerType;
  if (schema instanceof z.ZodPipe) return schema.def.in;
  return null;
}

function kindOf(base: z.core.$ZodType | undefined): Flag["kind"] {
  if (base instanceof z.ZodBoolean) return "switch";
  if (base instanceof z.ZodNumber) return "number";
  return "text";
}

function defaultOf(chain: readonly z.core.$ZodType[]): string | null {
  const holder = chain.find((step) => step instanceof z.ZodDefault || step instanceof z.ZodPrefault);
  if (holder === undefined) return null;
  const value: unknown = holder.def.defaultValue;
  if (value === false || (Array.isArray(value) && value.length === 0)) return null;
  return Array.isArray(value) ? value.join(", ") : String(value);
}
