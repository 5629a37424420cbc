import { componentKinds, type Component, type EnvEntry, type Spec } from "../spec/spec.ts";

/** A secret of a spec and what becomes of it. `component` is null for those of the whole app. */
export type SecretChange = {
  readonly component: string | null;
  readonly key: string;
  readonly change: "unchanged" | "changed" | "added" | "removed" | "missing";
};

/** Plain values by component and key, as env files give them. */
export type GivenValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type KeptSecrets = { readonly spec: Spec; readonly secrets: readonly SecretChange[] };

/**
 * The spec to send: what a person declared, with the secrets that the platform holds already as it encrypted them, and those given anew.
 * A secret that is sent without a value may be cleared, so one that nobody has is `missing` and stops a deployment. Secrets that the spec
 * does not name come from env files; those that the platform holds stay, unless `areOthersRemoved`.
 */
export function keepSecrets(input: {
  readonly declared: Spec;
  readonly live: Spec | null;
  readonly given: GivenValues;
  readonly areOthersRemoved: boolean;
}): KeptSecrets {
  const { declared, live, given, areOthersRemoved } = input;
  const secrets: SecretChange[] = [];
  const fill = (
    envs: readonly EnvEntry[] | undefined,
    of: { readonly component: string | null; readonly held: readonly EnvEntry[] },
  ) => {
    const values = of.component === null ? {} : (given[of.component] ?? {});
    const filled = (envs ?? []).map((env): EnvEntry => {
      const own = values[env.key];
      if (env.type !== "SECRET") return own === undefined || env.value !== undefined ? env : { ...env, value: own };
      const before = of.held.find(({ key, type }) => key === env.key && type === "SECRET")?.value;
      const next = own ?? (env.value === undefined || env.value === "" ? before : env.value);
      const change = judge(before, next);
      secrets.push({ component: of.component, key: env.key, change });
      return next === undefined ? env : { ...env, value: next };
    });
    const names = new Set(filled.map(({ key }) => key));
    for (const [key, value] of Object.entries(values)) {
      if (names.has(key) || value === "") continue;
      names.add(key);
      const env = asEnv(key, value);
      filled.push(env);
      const before = of.held.find((one) => one.key === key)?.value;
      if (env.type === "SECRET") secrets.push({ component: of.component, key, change: judge(before, value) });
    }
    for (const env of of.held) {
      if (env.type !== "SECRET" || names.has(env.key)) continue;
      secrets.push({ component: of.component, key: env.key, change: areOthersRemoved ? "removed" : "unchanged" });
      if (!areOthersRemoved) filled.push(env);
    }
    return filled;
  };
  const lists = Object.fromEntries(
    componentKinds.flatMap((kind) => {
      const list = declared[kind];
      if (list === undefined) return [];
      const components = list.map((component): Component => {
        const held = live?.[kind]?.find(({ name }) => name === component.name)?.envs ?? [];
        const envs = fill(component.envs, { component: component.name, held });
        return envs.length === 0 ? component : { ...component, envs };
      });
      return [[kind, components]];
    }),
  );
  const envs = fill(declared.envs, { component: null, held: live?.envs ?? [] });
  return { spec: { ...declared, ...lists, ...(envs.length === 0 ? {} : { envs }) }, secrets };
}

/** What browsers are given is built in and no secret; whatever else stands in an env file and not in the spec is kept from being read. */
function asEnv(key: string, value: string): EnvEntry {
  if (key.startsWith("NEXT_PUBLIC_")) return { key, value, scope: "RUN_AND_BUILD_TIME", type: "GENERAL" };
  return { key, value, scope: "RUN_TIME", type: "SECRET" };
}

function judge(before: string | undefined, next: string | undefined): SecretChange["change"] {
  if (next === undefined) return "missing";
  if (before === undefined) return "added";
  // What is given in plain cannot be compared with what is encrypted: it counts as a change.
  return before === next ? "unchanged" : "changed";
}
