/** What a GraphQL answer of status 200 says: data, data with holes, or an error that GitHub only tells in words. */
import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { GraphQLFault } from "./github-client.ts";

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        type: z.string().nullish(),
        message: z.string().default(""),
        path: z.array(z.union([z.string(), z.number()])).nullish(),
        extensions: z.object({ code: z.string().optional() }).nullish(),
      }),
    )
    .optional(),
  message: z.string().optional(),
});

const costSchema = z.object({ rateLimit: z.object({ cost: z.number() }) });

export type GraphQLOutcome =
  | {
      readonly kind: "data";
      readonly data: Readonly<Record<string, unknown>>;
      readonly cost: number;
      readonly errors: readonly GraphQLFault[];
    }
  | { readonly kind: "limited"; readonly isSecondary: boolean }
  | { readonly kind: "error"; readonly error: AppError };

// Asking for fewer nodes helps against each of these.
const tooMuch = /MAX_NODE_LIMIT_EXCEEDED|RESOURCE_LIMITS_EXCEEDED|EXCESSIVE_PAGINATION/;
const tooSlow = /something went wrong|timeout|timed out|couldn't respond|\bCANCEL\b/i;

/** `address` is for messages. A missing node is no error here when the rest of the data came. */
export function readGraphQLAnswer(body: unknown, address: string): GraphQLOutcome {
  const parsed = answerSchema.safeParse(body);
  if (!parsed.success)
    return failure("unavailable", "truncated", `${address}: GitHub's answer cannot be read. It is tried again later`);
  const { data } = parsed.data;
  const errors = (parsed.data.errors ?? []).map((error) => ({
    type: error.type ?? error.extensions?.code ?? null,
    message: error.message,
    path: error.path ?? [],
  }));
  const limit = errors.find((error) => error.type === "RATE_LIMITED" || error.type === "RATE_LIMIT");
  if (limit !== undefined) return { kind: "limited", isSecondary: /secondary|abuse/i.test(limit.message) };
  const heavy = errors.find((error) => tooMuch.test(error.type ?? ""));
  if (heavy !== undefined) {
    return failure(
      "unavailable",
      "too_much",
      `${address}: one page asks for too much (${heavy.type}). Fewer items at once help`,
    );
  }
  const slow = errors.find((error) => error.type === null && tooSlow.test(error.message));
  if (slow !== undefined)
    return failure("unavailable", "timeout", `${address}: GitHub gave the query up. Fewer items at once help`);
  if (data === undefined || data === null) {
    const first = errors[0] ?? { type: null, message: parsed.data.message ?? "no data", path: [] };
    return withoutData(first, address);
  }
  const cost = costSchema.safeParse(data);
  return { kind: "data", data, cost: cost.success ? cost.data.rateLimit.cost : 1, errors };
}

function withoutData(fault: GraphQLFault, address: string): GraphQLOutcome {
  const said = `GitHub said: ${fault.message.slice(0, 300)}`;
  switch (fault.type) {
    case "NOT_FOUND":
      return failure(
        "not_found",
        "not_visible",
        `${address}: ${fault.message.slice(0, 300)} It does not exist, or the connection may not see it`,
      );
    case "FORBIDDEN":
    case "INSUFFICIENT_SCOPES":
      return failure("forbidden", "rights", `${address}: the connection lacks a right. ${said}`);
    default:
      return failure("internal", "query_refused", `${address}: GitHub refused the query. ${said}`);
  }
}

function failure(
  code: "unavailable" | "not_found" | "forbidden" | "internal",
  reason: string,
  text: string,
): GraphQLOutcome {
  const details = code === "unavailable" ? { reason, isTooMuch: true } : { reason };
  return { kind: "error", error: new AppError(code, text, { details }) };
}
