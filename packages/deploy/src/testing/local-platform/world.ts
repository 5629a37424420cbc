import { randomUUID } from "node:crypto";

import type { Phase } from "../../platform/platform.ts";
import { listComponents, type Spec } from "../../spec/spec.ts";
import { encryptSecrets, type Vault } from "./vault.ts";
import { timePhases, type Script } from "./script.ts";

export type WorldDeployment = {
  readonly id: string;
  readonly spec: Spec;
  readonly cause: string;
  readonly causeType: string;
  readonly previousId: string | null;
  readonly clonedFrom: string | null;
  readonly commits: Readonly<Record<string, string>>;
  readonly isBuilt: boolean;
  readonly script: Script;
  readonly startedAtMs: number;
  updatedAtMs: number;
  /** Set once it has ended; a terminal phase never changes but for ACTIVE, which a later one supersedes. */
  ended: Phase | null;
  wasActive: boolean;
};

export type WorldApp = {
  readonly id: string;
  readonly createdAtMs: number;
  spec: Spec;
  updatedAtMs: number;
  activeId: string | null;
  pinnedId: string | null;
  /** What a revert goes back to. */
  beforeRollback: { readonly spec: Spec; readonly commits: Readonly<Record<string, string>> } | null;
  /** Oldest first. */
  readonly deployments: WorldDeployment[];
};

/** What the platform holds. Its time stands still until it is moved, and all that should have happened until then has happened. */
export type World = {
  readonly apps: Map<string, WorldApp>;
  readonly vault: Vault;
  /** The newest commit of "owner/name@branch". */
  readonly heads: Map<string, string>;
  /** How the next deployments go, first in first out; an ordinary success after those. */
  readonly scripts: Script[];
  nowMs: number;
};

export function createWorld(nowMs: number): World {
  return { apps: new Map(), vault: new Map(), heads: new Map(), scripts: [], nowMs };
}

export function addApp(world: World, spec: Spec): WorldApp {
  const app: WorldApp = {
    id: randomUUID(),
    createdAtMs: world.nowMs,
    spec: encryptSecrets(world.vault, spec),
    updatedAtMs: world.nowMs,
    activeId: null,
    pinnedId: null,
    beforeRollback: null,
    deployments: [],
  };
  world.apps.set(app.id, app);
  return app;
}

type Start = {
  readonly cause: string;
  readonly causeType: string;
  readonly commits: Readonly<Record<string, string>>;
  readonly isBuilt?: boolean;
  readonly clonedFrom?: string;
};

export function startDeployment(world: World, app: WorldApp, start: Start): WorldDeployment {
  for (const other of app.deployments.filter(({ ended }) => ended === null)) end(world, other, "SUPERSEDED");
  const script = world.scripts.shift() ?? { outcome: "active" };
  const deployment: WorldDeployment = {
    id: randomUUID(),
    spec: app.spec,
    cause: start.cause,
    causeType: start.causeType,
    previousId: app.activeId,
    clonedFrom: start.clonedFrom ?? null,
    commits: { ...start.commits, ...script.commits },
    isBuilt: start.isBuilt ?? true,
    script,
    startedAtMs: world.nowMs,
    updatedAtMs: world.nowMs,
    ended: null,
    wasActive: false,
  };
  app.deployments.push(deployment);
  return deployment;
}

/** The heads of the branches that components are built from now; those in `keep` stay as they are where their branch is the same. */
export function headCommits(
  world: World,
  spec: Spec,
  keep: { readonly spec: Spec; readonly commits: Readonly<Record<string, string>> } | null,
): Readonly<Record<string, string>> {
  const branchOf = (of: Spec, name: string) => {
    const github = listComponents(of).find(({ component }) => component.name === name)?.component.github;
    return github === undefined ? null : `${github.repo ?? ""}@${github.branch ?? "main"}`;
  };
  return Object.fromEntries(
    listComponents(spec).flatMap(({ component: { name } }) => {
      const branch = branchOf(spec, name);
      if (branch === null) return [];
      const kept = keep !== null && branchOf(keep.spec, name) === branch ? keep.commits[name] : undefined;
      return [[name, kept ?? world.heads.get(branch) ?? "0".repeat(40)]];
    }),
  );
}

/** Lets happen what should have happened until now. */
export function settle(world: World): void {
  for (const app of world.apps.values()) {
    for (const deployment of app.deployments) {
      const phase = phaseOf(world, deployment);
      if (deployment.ended !== null || !isTerminal(phase)) continue;
      end(world, deployment, phase);
      if (phase === "ACTIVE") {
        const before = app.deployments.find(({ id }) => id === app.activeId);
        if (before !== undefined) end(world, before, "SUPERSEDED");
        deployment.wasActive = true;
        app.activeId = deployment.id;
      }
      if (phase === "ERROR" && deployment.script.isRolledBack === true) rollBackByItself(world, app);
    }
  }
}

export function phaseOf(world: World, deployment: WorldDeployment): Phase {
  if (deployment.ended !== null) return deployment.ended;
  let left = world.nowMs - deployment.startedAtMs;
  for (const { phase, forMs } of timePhases(deployment.script, deployment.isBuilt)) {
    if (left < forMs) return phase;
    left -= forMs;
  }
  return "UNKNOWN";
}

export function isTerminal(phase: Phase): boolean {
  return ["ACTIVE", "SUPERSEDED", "ERROR", "CANCELED"].includes(phase);
}

export function end(world: World, deployment: WorldDeployment, as: Phase): void {
  deployment.ended = as;
  deployment.updatedAtMs = world.nowMs;
}

function rollBackByItself(world: World, app: WorldApp): void {
  const active = app.deployments.find(({ id }) => id === app.activeId);
  if (active === undefined) return;
  world.scripts.unshift({ outcome: "active" });
  startDeployment(world, app, {
    cause: "automatic rollback",
    causeType: "AUTO_ROLLBACK",
    commits: active.commits,
    isBuilt: false,
    clonedFrom: active.id,
  });
}
