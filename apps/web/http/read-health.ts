import type { Clock } from "@pulse/kit";

type ServiceState = "healthy" | "unhealthy" | "disabled";

export type Health = {
  readonly status: "ok" | "degraded" | "error";
  readonly timestamp: string;
  readonly services: {
    readonly database: ServiceState;
    readonly mcp: ServiceState;
    readonly superset: ServiceState;
    readonly worker: ServiceState;
  };
};

/** What is asked of the others; each may take its time or fail, which is an answer too. */
export type HealthProbes = {
  readonly findNewestBeat: () => Promise<Date | null>;
  readonly readMcp: () => Promise<ServiceState>;
};

const probeTimeoutMs = 2_000;
const beatLimitMs = 30_000;

export async function readHealth(probes: HealthProbes, clock: Clock): Promise<Health> {
  const [beat, mcp] = await Promise.all([withinTime(probes.findNewestBeat()), withinTime(probes.readMcp())]);
  const now = clock.now();
  const isWorkerAlive = beat.isAnswered && beat.value !== null && now.getTime() - beat.value.getTime() < beatLimitMs;
  const services = {
    database: beat.isAnswered ? "healthy" : "unhealthy",
    mcp: mcp.isAnswered ? mcp.value : "unhealthy",
    superset: "disabled",
    worker: isWorkerAlive ? "healthy" : "unhealthy",
  } as const;
  return { status: statusOf(services), timestamp: now.toISOString(), services };
}

function statusOf(services: Health["services"]): Health["status"] {
  if (services.database === "unhealthy") return "error";
  return Object.values(services).includes("unhealthy") ? "degraded" : "ok";
}

type Answered<T> = { readonly isAnswered: true; readonly value: T } | { readonly isAnswered: false };

/** A probe that hangs must not make health hang: past its time it counts as no answer. */
export async function withinTime<T>(probe: Promise<T>): Promise<Answered<T>> {
  const { promise: timeout, resolve } = Promise.withResolvers<Answered<T>>();
  const timer = setTimeout(() => resolve({ isAnswered: false }), probeTimeoutMs);
  try {
    return await Promise.race([
      probe.then(
        (value) => ({ isAnswered: true as const, value }),
        () => ({ isAnswered: false as const }),
      ),
      timeout,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
