/** What goes wrong with the next answers, whoever asks. */
export type Fault = {
  readonly method?: string;
  /** Part of the path that is concerned. */
  readonly path?: RegExp;
  /** How many answers; one unless told. */
  readonly times?: number;
  readonly how:
    | {
        readonly kind: "status";
        readonly status: number;
        readonly id: string;
        readonly message: string;
        readonly retryAfter?: number;
      }
    /** A page of something in between, as gateways show it. */
    | { readonly kind: "html"; readonly status: number }
    /** The connection ends before anything is done. */
    | { readonly kind: "drop" }
    /** It is done, and the connection ends before the answer. */
    | { readonly kind: "drop after" }
    /** The answer stops in the middle. */
    | { readonly kind: "cut" }
    /** No answer comes, for as long as the other side waits. */
    | { readonly kind: "silence" };
};

export type Faults = {
  readonly add: (fault: Fault) => void;
  readonly take: (method: string, path: string) => Fault["how"] | null;
};

export function createFaults(): Faults {
  const waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    take: (method, path) => {
      const found = waiting.find(
        ({ fault, left }) =>
          left > 0 && (fault.method === undefined || fault.method === method) && (fault.path?.test(path) ?? true),
      );
      if (found === undefined) return null;
      found.left -= 1;
      return found.fault.how;
    },
  };
}
