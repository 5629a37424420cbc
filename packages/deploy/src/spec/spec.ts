import { z } from "zod";

const text = z.string().optional();
const env = z.looseObject({ key: z.string(), value: text, scope: text, type: text });
const branchSource = z.looseObject({ repo: text, branch: text, deploy_on_push: z.boolean().optional() });
const component = z.looseObject({
  name: z.string(),
  envs: z.array(env).optional(),
  github: branchSource.optional(),
  gitlab: branchSource.optional(),
  bitbucket: branchSource.optional(),
  git: z.looseObject({ repo_clone_url: text, branch: text }).optional(),
  image: z.looseObject({ repository: text, tag: text, digest: text }).optional(),
  instance_count: z.number().optional(),
  instance_size_slug: text,
  http_port: z.number().optional(),
  internal_ports: z.array(z.number()).optional(),
  kind: text,
});

/**
 * A spec as the platform gives it: what we read of it is typed, and what we do not know goes through untouched, since leaving a key out when
 * it is sent back would delete it. What a person wrote is checked more strictly, by checkSpec.
 */
export const spec = z.looseObject({
  name: z.string(),
  envs: z.array(env).optional(),
  services: z.array(component).optional(),
  workers: z.array(component).optional(),
  jobs: z.array(component).optional(),
  static_sites: z.array(component).optional(),
  functions: z.array(component).optional(),
  databases: z.array(z.looseObject({ name: z.string() })).optional(),
});

export type Spec = z.output<typeof spec>;
export type Component = z.output<typeof component>;
export type EnvEntry = z.output<typeof env>;

export const componentKinds = ["services", "workers", "jobs", "static_sites", "functions"] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** Every component of a spec with the list that it stands in, in the spec's order. */
export function listComponents(of: Spec): readonly { readonly kind: ComponentKind; readonly component: Component }[] {
  return componentKinds.flatMap((kind) => (of[kind] ?? []).map((one) => ({ kind, component: one })));
}
