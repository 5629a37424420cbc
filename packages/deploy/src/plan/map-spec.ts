import { listComponents, type Component, type Spec } from "../spec/spec.ts";

type MapNode = {
  readonly name: string;
  readonly kind: "service" | "worker" | "job" | "site" | "functions" | "database" | "internet" | "outside";
  readonly isPublic: boolean;
  readonly ports: readonly number[];
  /** Paths under which people reach it. */
  readonly routes: readonly string[];
};

/** `from` reaches `to`, because of its setting `by`. */
type MapEdge = { readonly from: string; readonly to: string; readonly by: string };

export type ServiceMap = { readonly nodes: readonly MapNode[]; readonly edges: readonly MapEdge[] };

const kindOf = {
  services: "service",
  workers: "worker",
  jobs: "job",
  static_sites: "site",
  functions: "functions",
} as const;
const internet = "internet";

/** Which parts a spec has, which of them people reach, and which reach which, as their settings say. */
export function mapSpec(spec: Spec): ServiceMap {
  const components = listComponents(spec);
  const routes = readRoutes(spec);
  const nodes: MapNode[] = components.map(({ kind, component }) => ({
    name: component.name,
    kind: kindOf[kind],
    isPublic: routes.some(({ component: name }) => name === component.name),
    ports: [component.http_port, ...(component.internal_ports ?? [])].flatMap((port) =>
      port === undefined ? [] : [port],
    ),
    routes: routes.filter(({ component: name }) => name === component.name).map(({ path }) => path),
  }));
  const databases = (spec.databases ?? []).map(({ name }) => name);
  nodes.push(...databases.map((name): MapNode => ({ name, kind: "database", isPublic: false, ports: [], routes: [] })));
  const known = nodes.map(({ name }) => name);
  const edges = [
    ...routes.map(({ component, path }): MapEdge => ({ from: internet, to: component, by: path })),
    ...components.flatMap(({ component }) => findEdges(component, known)),
  ];
  const outside = [...new Set(edges.map(({ to }) => to).filter((name) => !known.includes(name)))];
  const others = outside.map((name): MapNode => ({ name, kind: "outside", isPublic: false, ports: [], routes: [] }));
  const people: MapNode = { name: internet, kind: "internet", isPublic: true, ports: [], routes: [] };
  return { nodes: [...(routes.length > 0 ? [people] : []), ...nodes, ...others], edges };
}

function readRoutes(spec: Spec): readonly { readonly component: string; readonly path: string }[] {
  const { rules } = asObject(spec["ingress"]);
  return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown) => {
    const { name } = asObject(asObject(rule)["component"]);
    const { prefix, exact } = asObject(asObject(asObject(rule)["match"])["path"]);
    const path = [prefix, exact, "/"].find((one) => typeof one === "string");
    return typeof name === "string" && typeof path === "string" ? [{ component: name, path }] : [];
  });
}

/** ${NAME.PRIVATE_URL} and http://NAME:PORT lead to a component; the host of any other address leads outside. */
function findEdges(component: Component, known: readonly string[]): readonly MapEdge[] {
  return (component.envs ?? []).flatMap(({ key, value = "" }) => {
    const bound = [...value.matchAll(/\$\{([a-z][a-z0-9-]*)\.[A-Z_]+\}/g)].flatMap(([, name]) =>
      name === undefined ? [] : [name],
    );
    const host = /^[a-z+]+:\/\/(?:[^@/]*@)?([A-Za-z0-9.-]+)/.exec(value)?.[1];
    const targets = [...bound.filter((name) => known.includes(name)), ...(host === undefined ? [] : [host])];
    return targets.filter((to) => to !== component.name).map((to) => ({ from: component.name, to, by: key }));
  });
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
