/** Traces for a collector that speaks OTLP over HTTP, by the standard variables of OpenTelemetry. What is traced, the seams say themselves. */
import type * as OpenTelemetry from "@opentelemetry/api";
import { findRequestId, setTracer, type Tracer } from "@pulse/kit";
import { z } from "zod";

/** What an app has to know of them; the library reads what concerns only its way to the collector. */
export const tracingSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"], { error: "is neither otlp nor none" }).optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
};

type Settings = Readonly<z.output<z.ZodObject<typeof tracingSettings>>>;
type Service = { readonly service: "web" | "worker" | "mcp"; readonly version: string };

export type Tracing = {
  /** Sends what is left. */
  readonly stop: () => Promise<void>;
};

const sendEveryMs = 1000;

/** Loads nothing unless the settings name a collector. */
export async function startTracing({ service, version }: Service, settings: Settings): Promise<Tracing> {
  if (!isWanted(settings)) return { stop: () => Promise.resolve() };
  const [api, { BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, hooks, resources] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/resources"),
  ]);
  const resource = resources
    .resourceFromAttributes({ "service.name": `pulse-hub-${service}`, "service.version": version })
    .merge(
      resources.detectResources({
        detectors: [resources.resourceAttributesEnvDetector, resources.serviceNameEnvDetector],
      }),
    );
  const provider = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: sendEveryMs })],
  });
  api.context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
  setTracer(tracerOf(api, provider.getTracer("pulse-hub", version)));
  return {
    stop: async () => {
      setTracer(undefined);
      // A collector that is away must not keep a service from ending.
      await provider.shutdown().catch(() => undefined);
    },
  };
}

function isWanted(settings: Settings): boolean {
  if (settings.OTEL_SDK_DISABLED?.toLowerCase() === "true" || settings.OTEL_TRACES_EXPORTER === "none") return false;
  return (
    settings.OTEL_TRACES_EXPORTER === "otlp" ||
    settings.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined ||
    settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined
  );
}

type Api = typeof OpenTelemetry;

const traceparentPattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

function tracerOf(api: Api, tracer: ReturnType<Api["trace"]["getTracer"]>): Tracer {
  const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT, internal: api.SpanKind.INTERNAL };
  const parentOf = (traceparent: string | undefined) => {
    const [, traceId, spanId, flags] = traceparentPattern.exec(traceparent ?? "") ?? [];
    const active = api.context.active();
    if (traceId === undefined || spanId === undefined || flags === undefined) return active;
    return api.trace.setSpanContext(active, {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags, 16),
      isRemote: true,
    });
  };
  const attributesOf = (given: Readonly<Record<string, string | number>> | undefined) => {
    const requestId = findRequestId();
    return { ...given, ...(requestId === null ? {} : { "pulse.request_id": requestId }) };
  };
  return {
    run: async ({ name, kind, attributes, parent }, work) => {
      const within = parentOf(parent);
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes: attributesOf(attributes) }, within);
      try {
        const told = { set: (more: Parameters<typeof span.setAttributes>[0]) => void span.setAttributes(more) };
        return await api.context.with(api.trace.setSpan(within, span), async () => await work(told));
      } catch (error) {
        // Its kind alone: messages can name what is nobody else's.
        span.setStatus({ code: api.SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "failed" });
        throw error;
      } finally {
        span.end();
      }
    },
    note: ({ name, kind, attributes }, tookMs) => {
      const endedAt = Date.now();
      tracer
        .startSpan(name, { kind: kinds[kind], attributes: attributesOf(attributes), startTime: endedAt - tookMs })
        .end(endedAt);
    },
    findTraceparent: () => {
      const found = api.trace.getSpanContext(api.context.active());
      return found === undefined ? null : `00-${found.traceId}-${found.spanId}-0${found.traceFlags}`;
    },
  };
}
