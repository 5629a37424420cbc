import { createInterface } from "node:readline/promises";

import { AppError } from "@pulse/kit";

import type { CliContext } from "./context.ts";

/** Asks on the terminal. Throws `conflict` when the answer is not yes, or when nobody is there to give one. */
export async function confirm(ctx: Pick<CliContext, "signal">, question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new AppError(
      "conflict",
      `${question}\nNothing was done: there is no terminal to ask on. Say yes beforehand with --yes`,
    );
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal: ctx.signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw new AppError("conflict", "Nothing was done.");
  } finally {
    prompt.close();
  }
}
