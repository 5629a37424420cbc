import { z } from "zod";

import { defineAction, type Action, type RunContext, type Scope } from "../action.ts";
import { explainUnknown } from "./explain-unknown.ts";
import { cursorShape, limitShape, pageOf, type Page } from "./page.ts";

/** Whom a tool is for; a client may ask for some of these alone. */
export const toolSets = ["analytics", "repos", "issues", "pulls", "actions", "context"] as const;

export type ToolSet = (typeof toolSets)[number];

/** What a client may expect of a call, as MCP names it. */
type ToolHints = {
  readonly isReadOnly: boolean;
  readonly isDestructive: boolean;
  /** Twice the same call has the effect of one. */
  readonly isIdempotent: boolean;
  /** It may ask GitHub, beyond what this installation has stored. */
  readonly isOpenWorld: boolean;
};

type Shape = Readonly<Record<string, z.ZodType>>;

type ToolContext = RunContext & { readonly page: Page };

type Definition<Input extends Shape, Output extends Shape> = {
  readonly name: string;
  readonly title: string;
  /** For a model: what it answers, and when another tool is the better one. */
  readonly description: string;
  readonly set: ToolSet;
  readonly scope: Scope;
  readonly hints: ToolHints;
  /** Its answer holds words of people outside, which nobody here vouches for. */
  readonly isForeignText?: boolean;
  /** It is a list: it takes `limit` and `cursor`, and `page.next` of its answer leads on. */
  readonly isPaged?: boolean;
  /** It has a list within: `cursor` leads on in that, and this field of its own is what `limit` is elsewhere. */
  readonly pagedBy?: Extract<keyof Input, string>;
  /** Of its answer, where 50 kB are too few. */
  readonly maxBytes?: number;
  /** It is listed only in workspaces that want it; elsewhere a call is refused with how to switch it on. */
  readonly isOptIn?: boolean;
  readonly input: Input;
  readonly output: Output;
  readonly run: (
    ctx: ToolContext,
    input: z.output<z.ZodObject<Input>>,
  ) => Promise<Told<z.input<z.ZodObject<Output>>> & { readonly next?: string | null }>;
};

/** What a tool is told is given on as it is: nobody changes it any more. */
type Told<T> = T extends readonly (infer Each)[]
  ? readonly Told<Each>[]
  : T extends object
    ? { readonly [Name in keyof T]: Told<T[Name]> }
    : T;

/** Something that a program asks for by name, with data in and data out. It is an action, and so allowed and logged as every other is. */
export type Tool = Omit<
  Definition<Shape, Shape>,
  "run" | "input" | "output" | "isForeignText" | "isPaged" | "pagedBy" | "isOptIn"
> & {
  readonly isForeignText: boolean;
  readonly isOptIn: boolean;
  /** The field that says how large a page is; null for what is no list. */
  readonly pagedBy: string | null;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly action: Action<z.ZodObject, Record<string, unknown>>;
};

export function defineTool<Input extends Shape, Output extends Shape>(definition: Definition<Input, Output>): Tool {
  const { name, isPaged = false, isForeignText = false, isOptIn = false } = definition;
  const pagedBy = definition.pagedBy ?? (isPaged ? "limit" : null);
  const shape = {
    ...definition.input,
    ...(isPaged ? limitShape : {}),
    ...(pagedBy === null ? {} : cursorShape),
  };
  const input: z.ZodObject = z.strictObject(shape, { error: (issue) => explainUnknown(issue, Object.keys(shape)) });
  const output: z.ZodObject = z.object({
    ...definition.output,
    ...(pagedBy === null ? {} : { next_cursor: z.string().nullable() }),
    // Every answer may have been cut to its size.
    truncated: z.object({ reason: z.string(), hint: z.string() }).optional(),
  });
  const own = z.object(definition.input);
  const { title, description, set, scope, hints, maxBytes } = definition;
  return {
    name,
    title,
    description,
    set,
    scope,
    hints,
    pagedBy,
    ...(maxBytes === undefined ? {} : { maxBytes }),
    isForeignText,
    isOptIn,
    input,
    output,
    action: defineAction({
      name,
      summary: title,
      scope,
      input,
      run: async (ctx, given) => {
        // Parsed once already, strictly; this only takes the fields of the page away.
        const page = pageOf(ctx, { name, pagedBy, given });
        const answer = anAnswer(await definition.run({ ...ctx, page }, own.parse(given)));
        if (pagedBy === null) return answer;
        const { next: following, ...rest } = answer;
        return { ...rest, next_cursor: typeof following === "string" ? page.seal(following) : null };
      },
    }),
  };
}

// An answer is an object by its schema; the type of a schema that is not known here says less.
const anAnswer = (value: object): Record<string, unknown> => value as Record<string, unknown>;
