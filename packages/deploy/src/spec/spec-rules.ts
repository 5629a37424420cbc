import type { Finding } from "../finding.ts";
import { findPlaceholder } from "../env-file/find-placeholder.ts";
import type { AppSpec, EnvSpec, ServiceSpec } from "./spec-schema.ts";

/** A finding by its path in the spec instead of its line. */
export type SpecFault = Pick<Finding, "code" | "severity" | "cause" | "fix"> & {
  readonly path: readonly PropertyKey[];
};

const legacySizes: Readonly<Record<string, string>> = {
  "basic-xxs": "apps-s-1vcpu-0.5gb",
  "basic-xs": "apps-s-1vcpu-1gb-fixed",
  "basic-s": "apps-s-1vcpu-2gb",
  "basic-m": "apps-s-2vcpu-4gb",
};

const kinds = ["services", "workers", "jobs", "static_sites", "functions"] as const;

type Component = {
  readonly kind: (typeof kinds)[number];
  readonly path: readonly PropertyKey[];
  readonly name: string;
  readonly of: Partial<ServiceSpec>;
};

/** What a spec of the right shape still gets wrong, as far as it can be told without the platform. */
export function findSpecFaults(spec: AppSpec): readonly SpecFault[] {
  const components = kinds.flatMap((kind) =>
    (spec[kind] ?? []).map((of, index): Component => ({ kind, path: [kind, index], name: of.name, of })),
  );
  return [
    ...findRepeatedNames(components),
    ...components.flatMap((component) => [
      ...findSourceFaults(component),
      ...findSizeFaults(component),
      ...findPortFaults(component, spec),
      ...findHealthFaults(component),
      ...(component.of.envs ?? []).flatMap((env, index) =>
        findEnvFaults(env, { path: [...component.path, "envs", index], components }),
      ),
    ]),
    ...(spec.envs ?? []).flatMap((env, index) => findEnvFaults(env, { path: ["envs", index], components })),
    ...findIngressFaults(spec, components),
  ];
}

const error = { code: "SPEC_VALIDATION_ERROR", severity: "error" } as const;
const warning = { code: "SPEC_VALIDATION_ERROR", severity: "warning" } as const;

function findRepeatedNames(components: readonly Component[]): readonly SpecFault[] {
  return components.flatMap(({ name, path }, index) => {
    const isRepeated = components.findIndex((one) => one.name === name) < index;
    const cause = `two components are called ${name}`;
    return isRepeated ? [{ ...error, path: [...path, "name"], cause, fix: "give each a name of its own" }] : [];
  });
}

function findSourceFaults({ path, name, of, kind }: Component): readonly SpecFault[] {
  const sources = (["git", "github", "gitlab", "bitbucket", "image"] as const).filter((one) => of[one] !== undefined);
  const faults: SpecFault[] = [];
  if (sources.length !== 1) {
    const cause = sources.length === 0 ? `${name} comes from nowhere` : `${name} comes from ${sources.join(" and ")}`;
    faults.push({ ...error, path, cause, fix: "give it one of github, gitlab, bitbucket, git or image" });
  }
  const { image } = of;
  if (image !== undefined && (image.tag === undefined) === (image.digest === undefined)) {
    const cause = `the image of ${name} has ${image.tag === undefined ? "neither tag nor digest" : "both tag and digest"}`;
    faults.push({
      ...error,
      path: [...path, "image"],
      cause,
      fix: "name a digest; it is what a rollback can go back to",
    });
  }
  if (of.build_command !== undefined && of.dockerfile_path !== undefined) {
    const cause = `${name} has a build_command beside its Dockerfile, which does the building`;
    faults.push({ ...warning, path: [...path, "build_command"], cause, fix: "delete one of the two" });
  }
  if (kind === "services" && of.github?.deploy_on_push === true) {
    const cause = `${name} deploys at every push, past every check`;
    faults.push({
      ...warning,
      path: [...path, "github", "deploy_on_push"],
      cause,
      fix: "set it to false and deploy with ./pulse deploy",
    });
  }
  const unquoted = /(^|\s)[\w.:/-]+\(\)/.exec(of.run_command ?? "");
  if (unquoted !== null) {
    const cause = `the run_command of ${name} holds parentheses outside quotes: the shell ends there`;
    faults.push({ ...error, path: [...path, "run_command"], cause, fix: "put that word into quotes" });
  }
  return faults;
}

function findSizeFaults({ path, name, of }: Component): readonly SpecFault[] {
  const slug = of.instance_size_slug;
  const better = slug === undefined ? undefined : legacySizes[slug];
  if (better === undefined) return [];
  const cause = `${name} has the size ${slug}, which is no longer sold under this name`;
  return [{ ...warning, path: [...path, "instance_size_slug"], cause, fix: `write ${better}` }];
}

function findPortFaults({ path, name, of, kind }: Component, spec: AppSpec): readonly SpecFault[] {
  const faults: SpecFault[] = [];
  const routed = (spec.ingress?.rules ?? []).some((rule) => rule.component?.name === name);
  if (kind === "workers" && routed) {
    const cause = `${name} is a worker, and nothing reaches a worker`;
    faults.push({ ...error, path, cause, fix: "make it a service" });
  }
  if (kind !== "services") return faults;
  if (of.routes !== undefined) {
    faults.push({
      ...warning,
      path: [...path, "routes"],
      cause: `${name} has routes, which are deprecated`,
      fix: "write a rule under ingress",
    });
  }
  const isPublic = routed || (of.routes ?? []).length > 0;
  const internal = of.internal_ports ?? [];
  if (!isPublic && internal.length > 0 && of.http_port !== undefined) {
    const cause = `${name} is internal, and has an http_port beside its internal_ports`;
    faults.push({
      code: "PORT_MISMATCH",
      severity: "warning",
      path: [...path, "http_port"],
      cause,
      fix: "delete http_port, and name the port in health_check.port",
    });
  }
  const checked = of.health_check?.port;
  if (checked !== undefined && checked !== of.http_port && !internal.includes(checked)) {
    const cause = `the health check of ${name} asks port ${checked}, on which nothing listens`;
    faults.push({
      code: "PORT_MISMATCH",
      severity: "error",
      path: [...path, "health_check", "port"],
      cause,
      fix: "name http_port or one of internal_ports",
    });
  }
  const declared = (of.envs ?? []).findIndex(({ key }) => key === "PORT");
  const value = of.envs?.[declared]?.value;
  const ports = [of.http_port, ...internal].flatMap((one) => (one === undefined ? [] : [String(one)]));
  if (value !== undefined && ports.length > 0 && !ports.includes(value)) {
    const cause = `${name} is told to listen on ${value}, and the platform looks for it on ${ports.join(" or ")}`;
    faults.push({
      code: "PORT_MISMATCH",
      severity: "error",
      path: [...path, "envs", declared, "value"],
      cause,
      fix: "write the same port in both places",
    });
  }
  return faults;
}

function findHealthFaults({ path, name, of, kind }: Component): readonly SpecFault[] {
  if (kind !== "services") return [];
  const check = of.health_check;
  if (check === undefined) {
    return [
      {
        ...warning,
        path,
        cause: `${name} has no health_check: an open port counts as healthy`,
        fix: "give it a health_check with an http_path",
      },
    ];
  }
  if (check.path === undefined) return [];
  return [
    {
      ...warning,
      path: [...path, "health_check", "path"],
      cause: "path of a health check is deprecated",
      fix: "write http_path",
    },
  ];
}

type EnvInput = { readonly path: readonly PropertyKey[]; readonly components: readonly Component[] };

function findEnvFaults({ key, value, scope, type }: EnvSpec, { path, components }: EnvInput): readonly SpecFault[] {
  const at = [...path, "value"];
  if (type === "SECRET" && value === undefined) {
    const cause = `${key} is a secret without a value: it may clear the one that is there`;
    return [
      {
        code: "ENV_VAR_MISSING",
        severity: "warning",
        path,
        cause,
        fix: "keep the EV[…] that the platform gave, or set it at deploying",
      },
    ];
  }
  if (type === "SECRET" && value?.startsWith("EV[") !== true) {
    const cause = `${key} is a secret, and stands here to be read`;
    return [
      {
        ...error,
        path: at,
        cause,
        fix: "put in the EV[…] of the platform, keep the value in an env file, and change it: it may be known",
      },
    ];
  }
  const placeholder = value === undefined ? null : findPlaceholder(value);
  if (placeholder !== null) {
    const cause = `${key} is still what a template says: it holds ${placeholder}`;
    return [{ code: "ENV_VAR_MISSING", severity: "error", path: at, cause, fix: "put in the real value" }];
  }
  if (key.startsWith("NEXT_PUBLIC_") && scope === "RUN_TIME") {
    const cause = `${key} is there at run time only, and browsers are given what was there when pages were built`;
    return [{ ...error, path: [...path, "scope"], cause, fix: "write RUN_AND_BUILD_TIME" }];
  }
  const names = components.filter(({ kind }) => kind === "workers").map(({ name }) => name);
  const reached = names.find((name) => new RegExp(`\\$\\{${name}\\.|//${name}[:/]`).test(value ?? ""));
  if (reached === undefined) return [];
  const cause = `${key} leads to ${reached}, which is a worker, and nothing reaches a worker`;
  return [{ ...error, path: at, cause, fix: `make ${reached} a service with internal_ports` }];
}

function findIngressFaults(spec: AppSpec, components: readonly Component[]): readonly SpecFault[] {
  const names = new Set(components.map(({ name }) => name));
  return (spec.ingress?.rules ?? []).flatMap((rule, index) => {
    const name = rule.component?.name;
    if (name === undefined || names.has(name)) return [];
    const path = ["ingress", "rules", index, "component", "name"];
    return [{ ...error, path, cause: `there is no component ${name}`, fix: `write one of ${[...names].join(", ")}` }];
  });
}
