import type { Spec } from "../spec/spec.ts";

export type SpecChange = {
  readonly kind: "added" | "changed" | "removed";
  /** services.web.envs.PORT.value: components and settings by name. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
};

// What the platform fills in where nothing is said: no difference.
const defaults: Readonly<Record<string, unknown>> = {
  scope: "RUN_AND_BUILD_TIME",
  type: "GENERAL",
  instance_count: 1,
  deploy_on_push: false,
  preserve_path_prefix: false,
};

// Settings that hold a secret whatever their type says: their values are compared and not shown.
const secretName = /(SECRET|TOKEN|PASSWORD|CREDENTIAL|PRIVATE|KEY)[A-Z_0-9]*\.value$/;
const secretValue = /:\/\/[^/@\s]*:[^/@\s]+@/;

/** What a new spec changes, in the new one's order. Secrets are compared by listSecrets, and neither of their values is shown. */
export function diffSpec(before: Spec, after: Spec): readonly SpecChange[] {
  const [old, now] = [flatten(before, ""), flatten(after, "")];
  const changes: SpecChange[] = [];
  for (const [path, value] of now) {
    const was = old.get(path);
    if (was === undefined) changes.push({ kind: "added", path, before: null, after: show(path, value) });
    else if (was !== value) changes.push({ kind: "changed", path, before: show(path, was), after: show(path, value) });
  }
  for (const [path, value] of old) {
    if (!now.has(path)) changes.push({ kind: "removed", path, before: show(path, value), after: null });
  }
  return changes;
}

const show = (path: string, value: string) => (secretName.test(path) || secretValue.test(value) ? "(hidden)" : value);

function flatten(value: unknown, path: string): ReadonlyMap<string, string> {
  if (Array.isArray(value)) {
    const places = value.map((one, index) => [nameOf(one) ?? String(index), one] as const);
    return join(places, path);
  }
  if (typeof value !== "object" || value === null) return new Map([[path, JSON.stringify(value)]]);
  const isSecret = "type" in value && value.type === "SECRET" && "key" in value;
  const said = Object.entries(value).filter(
    ([key, of]) =>
      of !== undefined && key !== "name" && key !== "key" && defaults[key] !== of && !(isSecret && key === "value"),
  );
  const inner = join(said, path);
  // A thing of which everything is left to the platform is there all the same.
  return inner.size > 0 || path === "" ? inner : new Map([[path, "{}"]]);
}

function join(places: readonly (readonly [string, unknown])[], path: string): ReadonlyMap<string, string> {
  return new Map(places.flatMap(([key, of]) => [...flatten(of, path === "" ? key : `${path}.${key}`)]));
}

function nameOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  for (const wanted of ["name", "key", "domain", "rule"]) {
    const name = entries.find(([key]) => key === wanted)?.[1];
    if (typeof name === "string") return name;
  }
  return null;
}
