export type FaultKind =
  /** 502 with a page of HTML, as GitHub's edge answers when a query took too long. */
  | { readonly kind: "bad_gateway" }
  /** Takes the request and never answers. */
  | { readonly kind: "timeout" }
  /** Begins the right answer and closes the connection in the middle of it. */
  | { readonly kind: "truncated" }
  | { readonly kind: "secondary_limit"; readonly status?: 403 | 429; readonly retryAfterSeconds?: number }
  /** The token is revoked before this request is looked at, and stays so. */
  | { readonly kind: "revoke_token" }
  /** GraphQL's errors beside the data. */
  | { readonly kind: "graphql_errors"; readonly errors: readonly Readonly<Record<string, unknown>>[] }
  /** Any other answer. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

export type Fault = FaultKind & {
  readonly method?: string;
  /** Of the path, without the query; a string must be the whole of it. */
  readonly path?: string | RegExp;
  /** What the text of a GraphQL query contains: an operation's name, or a field. */
  readonly query?: string | RegExp;
  /** Only pages that ask for more entries than this. */
  readonly whenPageLargerThan?: number;
  /** The first so many requests that match are let through. */
  readonly after?: number;
  /** How often it happens; once when not said. */
  readonly times?: number;
};

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly graphql: string | null;
  readonly pageSize: number;
};

export type Faults = ReturnType<typeof createFaults>;

/** What goes wrong on demand. The oldest fault that matches a request happens to it. */
export function createFaults() {
  const planned: { readonly fault: Fault; toSkip: number; left: number; happened: number }[] = [];

  return {
    /** Gives a handle that tells how often it happened, and takes it away again. */
    add(fault: Fault) {
      const plan = { fault, toSkip: fault.after ?? 0, left: fault.times ?? 1, happened: 0 };
      planned.push(plan);
      return {
        happened: () => plan.happened,
        remove: () => {
          plan.left = 0;
        },
      };
    },
    clear(): void {
      for (const plan of planned) plan.left = 0;
    },
    take(asked: Asked): FaultKind | null {
      const plan = planned.find((one) => one.left > 0 && matches(one.fault, asked));
      if (plan === undefined) return null;
      if (plan.toSkip > 0) {
        plan.toSkip -= 1;
        return null;
      }
      plan.left -= 1;
      plan.happened += 1;
      return plan.fault;
    },
  };
}

function matches(fault: Fault, asked: Asked): boolean {
  if (fault.method !== undefined && fault.method !== asked.method) return false;
  if (!contains(fault.path, asked.path, "whole")) return false;
  if (fault.query !== undefined && (asked.graphql === null || !contains(fault.query, asked.graphql, "part")))
    return false;
  return fault.whenPageLargerThan === undefined || asked.pageSize > fault.whenPageLargerThan;
}

function contains(wanted: string | RegExp | undefined, text: string, how: "whole" | "part"): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted !== "string") return wanted.test(text);
  return how === "whole" ? wanted === text : text.includes(wanted);
}
