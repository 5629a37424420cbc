import { AppError, type Logger } from "@pulse/kit";
import { z } from "zod";

type Input<Schema extends z.ZodType> = {
  /** `owner/name`, and what a row is: both are told with a bad one. */
  readonly repository: string;
  readonly kind: string;
  readonly rows: readonly unknown[];
  readonly schema: Schema;
};

const identified = z.object({ id: z.union([z.number(), z.string()]) });

/** Checks rows one by one. A bad one costs itself and not its page: it is left out, and the log says which it was and why. */
export function parseRows<Schema extends z.ZodType>(
  ctx: { readonly logger: Logger },
  input: Input<Schema>,
): readonly z.output<Schema>[] {
  return input.rows.flatMap((row) => {
    const parsed = input.schema.safeParse(row);
    if (parsed.success) return [parsed.data];
    const named = identified.safeParse(row);
    ctx.logger.error(
      {
        repository: input.repository,
        kind: input.kind,
        id: named.success ? named.data.id : null,
        faults: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
      },
      "A row of GitHub's answer cannot be understood and was left out",
    );
    return [];
  });
}

/** The whole of an answer. Throws `unavailable` when it is nothing of the kind: a proxy or an outage has answered for GitHub. */
export function parseAnswer<Schema extends z.ZodType>(
  input: { readonly repository: string; readonly kind: string; readonly schema: Schema },
  data: unknown,
): z.output<Schema> {
  const parsed = input.schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "unavailable",
    `${input.repository}: GitHub's answer is no list of ${input.kind}. It is tried again later`,
    { cause: parsed.error, details: { reason: "shape", isTooMuch: false } },
  );
}
