/** Whether what was deployed is what was wanted and works: seen from outside, not believed from the platform's word. */
import type { Clock } from "@pulse/kit";

import type { App, Platform } from "../platform/platform.ts";
import type { DeployProblem } from "../problem/deploy-problem.ts";
import { listComponents } from "../spec/spec.ts";
import type { Probe, ProbeAnswer } from "./deploy-ports.ts";
import type { WantedVersion } from "./deploy-run.ts";
import type { GateSettings } from "./gate-settings.ts";
import { findUnwell, readServices } from "./read-services.ts";
import { runSmokeTest } from "./run-smoke-test.ts";

export type GateContext = {
  readonly platform: Platform;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
};

export type GateInput = {
  readonly appId: string;
  readonly deploymentId: string | null;
  readonly wanted: readonly WantedVersion[];
  readonly gate: GateSettings;
  /** After each round, so that whoever waits sees that it lives. */
  readonly onRound?: (passed: number) => Promise<void>;
};

export type GateResult = {
  readonly problem: DeployProblem | null;
  readonly services: Readonly<Record<string, string>>;
};

/** Waits until enough rounds in a row were well, or the deadline has passed: then the last round's fault is the problem. */
export async function passGate(ctx: GateContext, input: GateInput): Promise<GateResult> {
  const { gate } = input;
  const untilMs = ctx.clock.now().getTime() + gate.deadlineMs;
  for (let passed = 0; ;) {
    const round = await askOnce(ctx, input);
    passed = round.problem === null ? passed + 1 : 0;
    await input.onRound?.(passed);
    if (passed >= gate.rounds) return { ...round, problem: await runSmokeTest(ctx, { url: round.url, gate }) };
    // What runs is no matter of waiting: another version does not turn into the right one.
    if (round.problem?.code === "WRONG_VERSION_RUNS") return round;
    // A round that was well is followed by the others, however late it is.
    if (round.problem !== null && ctx.clock.now().getTime() >= untilMs) return round;
    await ctx.wait(gate.roundMs);
  }
}

type Round = GateResult & { readonly url: string | null };

async function askOnce(ctx: GateContext, { appId, deploymentId, wanted, gate }: GateInput): Promise<Round> {
  const app = await ctx.platform.getApp(appId);
  const none = { services: {}, url: app.url };
  const wrong = findWrongVersion(app, { deploymentId, wanted });
  if (wrong !== null) return { ...none, problem: wrong };
  const unwell = await findUnwellComponent(ctx, app);
  if (unwell !== null) return { ...none, problem: unwell };
  if (app.url === null) return { ...none, problem: null };
  const timeout = { timeoutMs: gate.timeoutMs };
  if (gate.readyPath !== null) {
    const answer = await ctx.probe(new URL(gate.readyPath, app.url).href, timeout);
    if (answer.kind === "none" || answer.status !== 200)
      return { ...none, problem: notServing(gate.readyPath, answer) };
  }
  if (gate.healthPath === null) return { ...none, problem: null };
  const answer = await ctx.probe(new URL(gate.healthPath, app.url).href, timeout);
  const services = readServices(answer);
  if (answer.kind === "none" || answer.status !== 200 || services === null) {
    return { ...none, problem: notServing(gate.healthPath, answer) };
  }
  return { services, url: app.url, problem: findUnwellService(services, gate.healthPath) };
}

function findWrongVersion(
  app: App,
  { deploymentId, wanted }: { readonly deploymentId: string | null; readonly wanted: readonly WantedVersion[] },
): DeployProblem | null {
  const { active } = app;
  const wrong = (component: string | null, cause: string): DeployProblem => ({
    code: "WRONG_VERSION_RUNS",
    component,
    cause,
    fix: "look at what was built: ./pulse deploy history. Then apply again, or go back: ./pulse deploy rollback --last",
    evidence: [],
  });
  if (active === null) return wrong(null, `${app.spec.name} runs no deployment`);
  if (deploymentId !== null && active.id !== deploymentId) {
    return wrong(null, `${app.spec.name} runs deployment ${active.id}, and ${deploymentId} was wanted`);
  }
  const images = new Map(
    listComponents(active.spec ?? app.spec).map(({ component }) => [component.name, component.image?.digest]),
  );
  for (const { component, commit, digest } of wanted) {
    const runs = active.commits[component];
    if (commit !== null && runs !== undefined && runs !== commit) {
      return wrong(component, `${component} runs commit ${runs}, and ${commit} was wanted`);
    }
    if (digest !== null && images.get(component) !== digest) {
      return wrong(
        component,
        `${component} runs image ${images.get(component) ?? "without digest"}, and ${digest} was wanted`,
      );
    }
  }
  return null;
}

async function findUnwellComponent(ctx: GateContext, app: App): Promise<DeployProblem | null> {
  const components = await ctx.platform.health(app.id);
  const unwell = components.find((one) => one.state === "UNHEALTHY" || one.replicasReady < one.replicasDesired);
  if (unwell === undefined) return null;
  const { name, state, replicasReady, replicasDesired } = unwell;
  return {
    code: "SERVICE_UNAVAILABLE",
    component: name,
    cause: `${name} is ${state}: ${replicasReady} of ${replicasDesired} instances are ready`,
    fix: `read its log: ./pulse deploy logs ${name} --type run`,
    evidence: [],
  };
}

function findUnwellService(services: Readonly<Record<string, string>>, path: string): DeployProblem | null {
  const name = findUnwell(services);
  if (name === null) return null;
  const isDatabase = name === "database";
  return {
    code: isDatabase ? "DATABASE_CONNECTION_ERROR" : "SERVICE_UNAVAILABLE",
    component: name,
    cause: `${path} says that ${name} is ${services[name] ?? ""}`,
    fix: isDatabase
      ? "check POSTGRES_URL and whether the database is awake"
      : `read the log of ${name}: ./pulse deploy logs`,
    evidence: [JSON.stringify(services)],
  };
}

function notServing(path: string, answer: ProbeAnswer): DeployProblem {
  const seen = answer.kind === "none" ? `no answer: ${answer.reason}` : `${answer.status}`;
  const isDatabase = readServices(answer)?.["database"] === "unhealthy";
  return {
    code: isDatabase ? "DATABASE_CONNECTION_ERROR" : "SERVICE_UNAVAILABLE",
    component: isDatabase ? "database" : null,
    cause: isDatabase ? `${path} answers ${seen}: the database is not reached` : `${path} answers ${seen}`,
    fix: isDatabase
      ? "check POSTGRES_URL and whether the database is awake"
      : "read the log: ./pulse deploy logs --type run",
    evidence: answer.kind === "answer" ? [answer.body.slice(0, 500)] : [],
  };
}
