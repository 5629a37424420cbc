import type { DeployProblem } from "../problem/deploy-problem.ts";
import type { Probe } from "./deploy-ports.ts";
import { defaultSettings } from "./gate-settings.ts";
import { findUnwell, readServices } from "./read-services.ts";
import { runSmokeTest } from "./run-smoke-test.ts";

export type OutsideAnswer = {
  readonly services: Readonly<Record<string, string>>;
  /** The first thing that is not as it should be; null when nothing is. */
  readonly problem: Pick<DeployProblem, "code" | "cause" | "fix"> | null;
};

/** Whether a Pulse-Hub serves people, as anybody sees it: once, without a token, and without the platform's word. */
export async function askFromOutside(ctx: { readonly probe: Probe }, url: string): Promise<OutsideAnswer> {
  const { gate } = defaultSettings;
  const told = await ctx.probe(new URL("/api/health", url).href, { timeoutMs: gate.timeoutMs });
  const services = readServices(told) ?? {};
  const unwell = findUnwell(services);
  const ready = { name: "ready", path: "/api/ready", status: [200] };
  const asked = await runSmokeTest(ctx, { url, gate: { ...gate, smoke: [ready, ...gate.smoke] } });
  if (asked !== null || unwell === null) return { services, problem: asked };
  return {
    services,
    problem: {
      code: "SERVICE_UNAVAILABLE",
      cause: `/api/health says that ${unwell} is ${services[unwell] ?? ""}`,
      fix: `read the log of ${unwell}`,
    },
  };
}
