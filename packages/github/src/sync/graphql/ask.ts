import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { ReaderContext } from "../kind-reader.ts";

type Question<Schema extends z.ZodType> = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly schema: Schema;
};

/**
 * Asks GitHub and checks the answer's shape. An answer with holes is no answer: `unavailable`, so that the same page is asked for again with
 * fewer rows. What GitHub hides from the reader (FORBIDDEN, NOT_FOUND inside the answer) is a hole that stays.
 */
export async function ask<Schema extends z.ZodType>(
  ctx: Pick<ReaderContext, "client" | "signal">,
  { query, variables, schema }: Question<Schema>,
): Promise<z.output<Schema>> {
  const answer = await ctx.client.graphql<unknown>(query, variables, { signal: ctx.signal });
  const hole = answer.errors.find((fault) => fault.type !== "FORBIDDEN" && fault.type !== "NOT_FOUND");
  if (hole !== undefined) {
    throw new AppError("unavailable", `GitHub answered in part only: ${hole.message}. It is asked again`, {
      details: { isTooMuch: true },
    });
  }
  const parsed = schema.safeParse(answer.data);
  if (parsed.success) return parsed.data;
  throw new AppError("internal", `GitHub's answer has another shape than expected: ${z.prettifyError(parsed.error)}`);
}
