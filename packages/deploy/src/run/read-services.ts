/** /api/health of Pulse-Hub, as others read it. */
import { parseJson } from "@pulse/kit";
import { z } from "zod";

import type { ProbeAnswer } from "./deploy-ports.ts";

type Services = Readonly<Record<string, string>>;

const health = z.object({ services: z.record(z.string(), z.string()) });

/** The state of each service; null for an answer that is none of this kind. */
export function readServices(answer: ProbeAnswer): Services | null {
  return health.safeParse(answer.kind === "answer" ? parseJson(answer.body) : null).data?.services ?? null;
}

/** The first that is neither healthy nor switched off; null where none is. */
export function findUnwell(services: Services): string | null {
  return Object.keys(services).find((name) => services[name] !== "healthy" && services[name] !== "disabled") ?? null;
}
