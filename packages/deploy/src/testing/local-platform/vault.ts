import { randomBytes } from "node:crypto";

import { componentKinds, type Component, type EnvEntry, type Spec } from "../../spec/spec.ts";

/** Plain texts by what the platform gave for them. */
export type Vault = Map<string, string>;

/** What the platform makes of a spec that it is sent: plain secrets come back as EV[…], and those that came so are known. */
export function encryptSecrets(vault: Vault, of: Spec): Spec {
  const lists = Object.fromEntries(
    componentKinds.flatMap((kind) => {
      const list = of[kind];
      return list === undefined ? [] : [[kind, list.map((component) => encryptComponent(vault, component))]];
    }),
  );
  return { ...of, ...lists, ...(of.envs === undefined ? {} : { envs: of.envs.map((env) => encrypt(vault, env)) }) };
}

/** The names of secrets whose EV[…] this platform has never given: those of another app, or torn ones. */
export function findForeignSecrets(vault: Vault, of: Spec): readonly string[] {
  const entries = [
    ...(of.envs ?? []),
    ...componentKinds.flatMap((kind) => (of[kind] ?? []).flatMap((one) => one.envs ?? [])),
  ];
  return entries.flatMap(({ key, value }) => (value?.startsWith("EV[") === true && !vault.has(value) ? [key] : []));
}

function encryptComponent(vault: Vault, component: Component): Component {
  if (component.envs === undefined) return component;
  return { ...component, envs: component.envs.map((env) => encrypt(vault, env)) };
}

function encrypt(vault: Vault, env: EnvEntry): EnvEntry {
  if (env.type !== "SECRET" || env.value === undefined || env.value.startsWith("EV[")) return env;
  const value = `EV[1:${randomBytes(24).toString("base64")}:${randomBytes(24).toString("base64")}]`;
  vault.set(value, env.value);
  return { ...env, value };
}
