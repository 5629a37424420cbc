// Where the time of a request or a job goes. Nothing is recorded, and no library is loaded, unless an app was told of a collector.
type Attributes = Readonly<Record<string, string | number>>;

type Traced = {
  /** One of few: what differs from time to time are attributes. */
  readonly name: string;
  readonly kind: "server" | "client" | "internal";
  readonly attributes?: Attributes;
  /** The `traceparent` that a request came with. */
  readonly parent?: string | undefined;
};

type Span = { readonly set: (attributes: Attributes) => void };

export type Tracer = {
  /** What `work` starts lies within its span. */
  readonly run: <T>(what: Traced, work: (span: Span) => Promise<T>) => Promise<T>;
  /** Of something that has just ended. */
  readonly note: (what: Traced, tookMs: number) => void;
  /** For others who go on with it; null outside of spans. */
  readonly findTraceparent: () => string | null;
};

declare global {
  // A bundle has a copy of this module of its own, and all copies have to know the same tracer.
  var pulseTracer: Tracer | undefined;
}

const noSpan: Span = { set: () => undefined };

/** From here on what is traced is told to it; undefined: to nobody. */
export function setTracer(tracer: Tracer | undefined): void {
  globalThis.pulseTracer = tracer;
}

export async function traced<T>(what: Traced, work: (span: Span) => Promise<T>): Promise<T> {
  const tracer = globalThis.pulseTracer;
  return tracer === undefined ? await work(noSpan) : await tracer.run(what, work);
}

/** `describe` is asked only where somebody listens: what is noted happens often. */
export function noteTraced(describe: () => Traced, tookMs: number): void {
  globalThis.pulseTracer?.note(describe(), tookMs);
}

export function findTraceparent(): string | null {
  return globalThis.pulseTracer?.findTraceparent() ?? null;
}
