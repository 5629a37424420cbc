import { listComponents, type Spec } from "./spec.ts";

/** The component that somebody means: by its whole name, or by the end of one that no other ends with, as `web` is pulse-hub-web. Null for none. */
export function findComponent(spec: Spec, name: string): ReturnType<typeof listComponents>[number] | null {
  const all = listComponents(spec);
  const whole = all.find(({ component }) => component.name === name);
  if (whole !== undefined) return whole;
  const [found, ...others] = all.filter(({ component }) => component.name.endsWith(`-${name}`));
  return found === undefined || others.length > 0 ? null : found;
}
