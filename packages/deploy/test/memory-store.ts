import { randomUUID } from "node:crypto";

import { AppError, type Clock } from "@pulse/kit";

import type { RunStore } from "../src/run/deploy-ports.ts";
import type { CapturedLog, DeployRun } from "../src/run/deploy-run.ts";

export type MemoryStore = RunStore & {
  readonly runs: Map<number, DeployRun>;
  readonly logs: Map<string, CapturedLog>;
  /** Ends the process that writes here after so many writes, as a kill does. */
  failAfter: number | null;
};

export class Killed extends Error {}

const leaseMs = 120_000;

/** What the store of packages/actions does in the database, as far as runs can tell. */
export function createMemoryStore(clock: Clock): MemoryStore {
  const runs = new Map<number, DeployRun>();
  const logs = new Map<string, CapturedLog>();
  const lease = () => ({ leaseToken: randomUUID(), leaseUntil: new Date(clock.now().getTime() + leaseMs) });
  const keep = (run: DeployRun) => {
    runs.set(run.id, run);
    return run;
  };
  const locked = (run: DeployRun) =>
    new AppError("conflict", `${run.appName} is being deployed by ${run.holder}: ${run.reason}`, {
      details: { problem: "DEPLOY_LOCKED", holder: run.holder, reason: run.reason, leaseUntil: run.leaseUntil },
    });
  const findUnfinished = (appId: string) =>
    [...runs.values()].find((run) => run.appId === appId && run.stage !== "done") ?? null;
  const store: MemoryStore = {
    runs,
    logs,
    failAfter: null,
    begin: async (run) => {
      const open = findUnfinished(run.appId);
      if (open !== null) throw locked(open);
      return keep({
        ...run,
        ...lease(),
        id: runs.size + 1,
        state: "running",
        stage: "planned",
        knownIds: [],
        deploymentId: null,
        previousDeploymentId: null,
        spec: null,
        phase: null,
        steps: [],
        problem: null,
        warnings: [],
        gitHubDeploymentId: null,
        startedAt: clock.now(),
        finishedAt: null,
      });
    },
    findUnfinished: async (appId) => findUnfinished(appId),
    takeOver: async (run, { holder, isForced }) => {
      if (!isForced && run.leaseUntil > clock.now()) throw locked(run);
      return keep({
        ...run,
        ...lease(),
        holder,
        warnings:
          run.stage === "planned" ? run.warnings : [...run.warnings, `taken over from ${run.holder} by ${holder}`],
      });
    },
    save: async (run, patch) => {
      if (store.failAfter !== null && (store.failAfter -= 1) < 0) throw new Killed();
      const stored = runs.get(run.id);
      if (stored?.leaseToken !== run.leaseToken) throw new AppError("conflict", `run ${run.id} was taken over`);
      const { record: _, ...fields } = patch;
      return keep({ ...stored, ...fields, leaseUntil: lease().leaseUntil });
    },
    keepLog: async (run, log) => void logs.set(`${run.id} ${log.component} ${log.type}`, log),
  };
  return store;
}
