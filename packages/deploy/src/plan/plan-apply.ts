import type { App, InstanceSize } from "../platform/platform.ts";
import type { DeployProblem } from "../problem/deploy-problem.ts";
import type { WantedVersion } from "../run/deploy-run.ts";
import { listComponents, type Component, type Spec } from "../spec/spec.ts";
import { diffSpec, type SpecChange } from "./diff-spec.ts";
import { fingerprint } from "./fingerprint.ts";
import { newAppId } from "./new-app-id.ts";
import { keepSecrets, type GivenValues, type SecretChange } from "./keep-secrets.ts";
import { priceSpec, type Price } from "./price-spec.ts";

export type ApplyPlan = {
  readonly kind: "apply";
  readonly appId: string;
  readonly appName: string;
  /** There is no app of this name yet: it is made. */
  readonly isNew: boolean;
  /** What is sent. Holds secrets as they were given: it is neither printed nor stored. */
  readonly spec: Spec;
  readonly changes: readonly SpecChange[];
  readonly secrets: readonly SecretChange[];
  readonly price: { readonly before: Price; readonly after: Price };
  readonly wanted: readonly WantedVersion[];
  readonly fingerprint: string;
  /** Why it is not to be run; empty when it may. */
  readonly refusals: readonly DeployProblem[];
};

type Input = {
  /** Null for one that is yet to be made. */
  readonly app: App | null;
  readonly declared: Spec;
  readonly given: GivenValues;
  /** Secrets that neither the spec nor an env file names are taken away. */
  readonly areOthersRemoved?: boolean;
  readonly sizes: readonly InstanceSize[];
  /** The newest commits of "owner/name@branch", as far as they are known. */
  readonly heads: ReadonlyMap<string, string>;
};

/** What deploying a spec would do to an app: pure, from what the platform and GitHub said. */
export function planApply({ app, declared, given, sizes, heads, areOthersRemoved = false }: Input): ApplyPlan {
  const live: Spec = app?.spec ?? { name: declared.name };
  const { spec, secrets } = keepSecrets({ declared, live, given, areOthersRemoved });
  return {
    kind: "apply",
    appId: app?.id ?? newAppId(declared.name),
    appName: declared.name,
    isNew: app === null,
    spec,
    changes: diffSpec(live, spec),
    secrets,
    price: { before: priceSpec(live, sizes), after: priceSpec(spec, sizes) },
    wanted: wantVersions(spec, heads),
    fingerprint: fingerprint({ kind: "apply", spec }),
    refusals: [
      ...(app === null ? [] : [...refuseName(app, declared), ...refusePinned(app)]),
      ...refuseMissing(secrets),
    ],
  };
}

type Source = {
  /** "owner/name@branch", as heads are found by. */
  readonly name: string;
  readonly repository: string;
  readonly branch: string;
};

/** What a component is built from at GitHub; null where it is not. */
export function sourceOf({ github }: Component): Source | null {
  const { repo: repository, branch = "main" } = github ?? {};
  return repository === undefined ? null : { name: `${repository}@${branch}`, repository, branch };
}

function wantVersions(spec: Spec, heads: ReadonlyMap<string, string>): readonly WantedVersion[] {
  return listComponents(spec)
    .filter(({ kind }) => kind !== "functions")
    .map(({ component }) => {
      const source = sourceOf(component);
      const commit = source === null ? null : (heads.get(source.name) ?? null);
      return { component: component.name, commit, digest: component.image?.digest ?? null };
    });
}

function refuseName(app: App, declared: Spec): readonly DeployProblem[] {
  if (app.spec.name === declared.name) return [];
  return [
    {
      code: "SPEC_VALIDATION_ERROR",
      component: null,
      cause: `the spec is of ${declared.name}, and the app is called ${app.spec.name}`,
      fix: `name the right app with --app, or write name: ${app.spec.name}`,
      evidence: [],
    },
  ];
}

export function refusePinned(app: App): readonly DeployProblem[] {
  if (app.pinned === null) return [];
  return [
    {
      code: "APP_PINNED",
      component: null,
      cause: `${app.spec.name} is pinned to a rollback since ${app.pinned.createdAt}: nothing is deployed until that is settled`,
      fix: "keep what was rolled back to with ./pulse deploy rollback --commit, or go back to before it with --revert",
      evidence: [],
    },
  ];
}

function refuseMissing(secrets: readonly SecretChange[]): readonly DeployProblem[] {
  return secrets
    .filter(({ change }) => change === "missing")
    .map(({ component, key }) => ({
      code: "ENV_VAR_MISSING",
      component,
      cause: `${key} of ${component ?? "the app"} has no value: neither the spec, an env file nor the platform holds one`,
      fix: component === null ? "put an EV[…] into the spec" : `give it in an env file: --env ${component}=FILE`,
      evidence: [],
    }));
}
