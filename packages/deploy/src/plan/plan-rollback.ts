import type { App, Deployment, RollbackVerdict } from "../platform/platform.ts";
import type { DeployProblem } from "../problem/deploy-problem.ts";
import type { WantedVersion } from "../run/deploy-run.ts";
import { listComponents, type Component, type Spec } from "../spec/spec.ts";
import { diffSpec, type SpecChange } from "./diff-spec.ts";
import { fingerprint } from "./fingerprint.ts";
import { refusePinned, sourceOf } from "./plan-apply.ts";
import { wantAsIn } from "./want-as-in.ts";

/** A branch that has to be made at a commit, since a spec can name a branch and no commit. */
type PinnedBranch = { readonly repository: string; readonly branch: string; readonly sha: string };

export type RollbackPlan = {
  readonly kind: "rollback";
  readonly appId: string;
  readonly appName: string;
  /**
   * `platform`: its own rollback, which pins the app. `spec`: a spec is sent in which what is rolled back is named by digest or by a branch
   * made for it; `branches` are to be made before.
   */
  readonly by: "platform" | "spec";
  readonly target: Deployment;
  readonly spec: Spec | null;
  readonly branches: readonly PinnedBranch[];
  readonly changes: readonly SpecChange[];
  readonly wanted: readonly WantedVersion[];
  readonly warnings: readonly string[];
  readonly fingerprint: string;
  /** Why it cannot work; empty when it can. */
  readonly refusals: readonly DeployProblem[];
};

type Common = { readonly app: App; readonly target: Deployment };

/** Deployments that once ran and no longer do, newest first: what --last tries in this order. */
export function listRollbackTargets(app: App, deployments: readonly Deployment[]): readonly Deployment[] {
  const earlier = deployments.filter(({ phase, id }) => phase === "SUPERSEDED" && id !== app.active?.id);
  const previous = earlier.find(({ id }) => id === app.active?.previousId);
  return previous === undefined ? earlier : [previous, ...earlier.filter((one) => one !== previous)];
}

/** The platform's own rollback of the whole app. */
export function planPlatformRollback({
  app,
  target,
  verdict,
}: Common & { readonly verdict: RollbackVerdict }): RollbackPlan {
  return {
    ...common({ app, target }),
    by: "platform",
    spec: null,
    branches: [],
    changes: target.spec === null ? [] : diffSpec(app.spec, target.spec),
    wanted: wantAsIn(target, target.spec ?? app.spec),
    warnings: verdict.warnings.map(({ message, components }) => [message, ...components].join(" ")),
    refusals: verdict.isValid ? [] : [refuseByVerdict(verdict, target)],
  };
}

/** One component back to what it was in `target`, everything else as it is. */
export function planServiceRollback({ app, target, service }: Common & { readonly service: string }): RollbackPlan {
  const now = listComponents(app.spec).find(({ component }) => component.name === service)?.component;
  const earlier = listComponents(target.spec ?? app.spec).find(
    ({ component }) => component.name === service,
  )?.component;
  if (now === undefined || earlier === undefined) {
    const names = listComponents(app.spec).map(({ component }) => component.name);
    return refused(
      { app, target },
      notPinnable(service, `there is no component of this name; there are ${names.join(", ")}`),
    );
  }
  const pinned = pinSource(now, { earlier, commit: target.commits[service] });
  if (typeof pinned === "string") return refused({ app, target }, notPinnable(service, pinned));
  const spec = replaceComponents(app.spec, [pinned.component]);
  return {
    ...common({ app, target }),
    by: "spec",
    spec,
    branches: pinned.branch === null ? [] : [pinned.branch],
    changes: diffSpec(app.spec, spec),
    wanted: [pinned.wanted, ...wantAsIn(app.active, app.spec).filter(({ component }) => component !== service)],
    warnings: [],
    refusals: refusePinned(app),
  };
}

/**
 * Everything back to a recorded spec, secrets as they were encrypted then: for what the platform's own rollback no longer keeps. Every source
 * has to be named by digest or branch, since a spec alone would build the newest code again.
 */
export function planFullRollback({ app, target, recorded }: Common & { readonly recorded: Spec }): RollbackPlan {
  const pinned = listComponents(recorded).map(({ component }) => ({
    name: component.name,
    made: pinSource(component, { earlier: component, commit: target.commits[component.name] }),
  }));
  const faults = pinned.flatMap(({ name, made }) => (typeof made === "string" ? [notPinnable(name, made)] : []));
  const made = pinned.flatMap((one) => (typeof one.made === "string" ? [] : [one.made]));
  const spec = replaceComponents(
    recorded,
    made.map(({ component }) => component),
  );
  const branches = made.flatMap(({ branch }) => (branch === null ? [] : [branch]));
  return {
    ...common({ app, target }),
    by: "spec",
    spec,
    branches: branches.filter((one, index) => branches.findIndex(({ branch }) => branch === one.branch) === index),
    changes: diffSpec(app.spec, spec),
    wanted: made.map(({ wanted }) => wanted),
    warnings: [
      "migrations that have run since stay: what an older program cannot read has to be rolled back in the database",
    ],
    refusals: [...refusePinned(app), ...faults],
  };
}

function common({ app, target }: Common) {
  const mark = fingerprint({ kind: "rollback", target: target.id });
  return { kind: "rollback", appId: app.id, appName: app.spec.name, target, fingerprint: mark } as const;
}

function refused(of: Common, problem: DeployProblem): RollbackPlan {
  return {
    ...common(of),
    by: "spec",
    spec: null,
    branches: [],
    changes: [],
    wanted: [],
    warnings: [],
    refusals: [problem],
  };
}

type Pinned = { readonly component: Component; readonly branch: PinnedBranch | null; readonly wanted: WantedVersion };

/** A component that is built from exactly what ran `then`, or why there is no such thing. */
function pinSource(
  now: Component,
  of: { readonly earlier: Component; readonly commit: string | undefined },
): Pinned | string {
  const digest = of.earlier.image?.digest;
  if (digest !== undefined) {
    const { tag: _, ...image } = of.earlier.image ?? {};
    const component: Component = { ...now, image: { ...image, digest } };
    return { component, branch: null, wanted: { component: now.name, commit: null, digest } };
  }
  if (of.earlier.image !== undefined) return "its image was named by a tag, which may mean something else by now";
  if (of.earlier.github?.repo === undefined)
    return "its source is neither an image by digest nor a repository at GitHub";
  if (of.commit === undefined) return "the platform does not say which commit it ran";
  if (sourceOf(now) === null) return "it is no longer built from GitHub";
  const branch = `rollback/${of.commit}`;
  return {
    component: { ...now, github: { ...of.earlier.github, branch, deploy_on_push: false } },
    branch: { repository: of.earlier.github.repo, branch, sha: of.commit },
    wanted: { component: now.name, commit: of.commit, digest: null },
  };
}

function replaceComponents(spec: Spec, components: readonly Component[]): Spec {
  const replaced = (list: Component[] | undefined) =>
    list?.map((one) => components.find(({ name }) => name === one.name) ?? one);
  const lists = { services: replaced(spec.services), workers: replaced(spec.workers), jobs: replaced(spec.jobs) };
  const present = Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined));
  return { ...spec, ...present };
}

function refuseByVerdict({ error }: RollbackVerdict, target: Deployment): DeployProblem {
  const isTooOld = error?.code === "exceeded_revision_limit";
  return {
    code: error?.code === "app_pinned" ? "APP_PINNED" : "ROLLBACK_INVALID",
    component: error?.components[0] ?? null,
    cause: `the platform will not go back to ${target.id}: ${error?.code ?? "no reason"}: ${error?.message ?? ""}`,
    fix: isTooOld
      ? "go back to a newer one, or to the recorded spec of this one: ./pulse deploy rollback --full --to ID"
      : "choose another: ./pulse deploy history shows which ran",
    evidence: [],
  };
}

function notPinnable(component: string, cause: string): DeployProblem {
  const fix = "roll back the whole app: ./pulse deploy rollback --last. To go back one by one, deploy images by digest";
  return {
    code: "SOURCE_NOT_PINNABLE",
    component,
    cause: `${component} cannot be rolled back by itself: ${cause}`,
    fix,
    evidence: [],
  };
}
