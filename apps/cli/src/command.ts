import type { z } from "zod";

import type { CliContext } from "./context.ts";

export type Command<Shape extends z.ZodObject = z.ZodObject> = {
  /** Noun and verb as typed: "import archive", or one word: "up". */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly description?: string;
  /** Whole command lines, as a person would type them. */
  readonly examples?: readonly string[];
  /** camelCase keys become --kebab-case flags, `.describe()` is their help; z.array repeats, z.boolean is a switch. */
  readonly args: Shape;
  /** Keys of `args` that are given by position; the last one may be an array. */
  readonly positionals?: readonly (keyof Shape["shape"] & string)[];
  /** A returned number is the exit code; the default is 0. */
  readonly run: (ctx: CliContext, args: z.output<Shape>) => Promise<number | void>;
};

/** A command whose own argument types are closed over, so that different ones fit one list. */
export type ListedCommand = Omit<Command, "run" | "positionals"> & {
  readonly positionals: readonly string[];
  readonly parse: (given: Readonly<Record<string, unknown>>) => PreparedRun;
};

export type PreparedRun =
  | { readonly ok: true; readonly run: (ctx: CliContext) => Promise<number | void> }
  | { readonly ok: false; readonly issues: readonly z.core.$ZodIssue[] };

export function command<Shape extends z.ZodObject>(definition: Command<Shape>): ListedCommand {
  const { run, positionals, ...rest } = definition;
  return {
    ...rest,
    positionals: positionals ?? [],
    parse: (given) => {
      const parsed = definition.args.safeParse(given);
      if (!parsed.success) return { ok: false, issues: parsed.error.issues };
      return { ok: true, run: async (ctx) => await run(ctx, parsed.data) };
    },
  };
}
