import { parseJson } from "@pulse/kit";
import { z } from "zod";

import type { DeployProblem } from "../problem/deploy-problem.ts";
import type { Probe } from "./deploy-ports.ts";
import { defaultSettings } from "./gate-settings.ts";
import { runSmokeTest } from "./run-smoke-test.ts";

export type OutsideAnswer = {
  readonly services: Readonly<Record<string, string>>;
  /** The first thing that is not as it should be; null when nothing is. */
  readonly problem: Pick<DeployProblem, "code" | "cause" | "fix"> | null;
};

const health = z.object({ services: z.record(z.string(), z.string()) });

/** Whether a Pulse-Hub serves people, as anybody sees it: once, without a token, and without the platform's word. */
export async function askFromOutside(ctx: { readonly probe: Probe }, url: string): Promise<OutsideAnswer> {
  const { gate } = defaultSettings;
  const told = await ctx.probe(new URL("/api/health", url).href, { timeoutMs: gate.timeoutMs });
  const { services } = health.safeParse(told.kind === "answer" ? parseJson(told.body) : null).data ?? { services: {} };
  const [unwell] = Object.entries(services).filter(([, state]) => state !== "healthy" && state !== "disabled");
  const ready = { name: "ready", path: "/api/ready", status: [200] };
  const asked = await runSmokeTest(ctx, { url, gate: { ...gate, smoke: [ready, ...gate.smoke] } });
  if (asked !== null || unwell === undefined) return { services, problem: asked };
  const [name, state] = unwell;
  return {
    services,
    problem: {
      code: "SERVICE_UNAVAILABLE",
      cause: `/api/health says that ${name} is ${state}`,
      fix: `read the log of ${name}`,
    },
  };
}
