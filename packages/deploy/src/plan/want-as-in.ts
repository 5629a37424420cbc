import type { Deployment } from "../platform/platform.ts";
import type { WantedVersion } from "../run/deploy-run.ts";
import { listComponents, type Spec } from "../spec/spec.ts";

/** Of every component of a spec, what ran in a deployment; nothing in particular where that is not known. */
export function wantAsIn(deployment: Deployment | null, spec: Spec): readonly WantedVersion[] {
  return listComponents(spec)
    .filter(({ kind }) => kind !== "functions")
    .map(({ component }) => ({
      component: component.name,
      commit: deployment?.commits[component.name] ?? null,
      digest: component.image?.digest ?? null,
    }));
}
