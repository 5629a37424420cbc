import { listComponents } from "@pulse/deploy";

import { deployedPrograms } from "./deployed-programs.ts";
import { prices } from "./prices.ts";
import { readAppSpec } from "./read-app-spec.ts";

type AppSpec = ReturnType<typeof readAppSpec>;
type Part = ReturnType<typeof listComponents>[number];
/** Who speaks to whom, and of what. */
type Edge = { readonly from: string; readonly to: string; readonly of: string };

const intro = `# What runs where

Pulse-Hub on DigitalOcean App Platform, as [app-spec.yaml](../infra/pulse-hub/app-spec.yaml) says it. This page is generated from that file and
from the settings that the programs read, so it shows what would be deployed, not what somebody remembers.
`;

/** docs/infrastructure.md: parts, cost, and the three diagrams, drawn from the spec. */
export function renderInfrastructure(spec: AppSpec = readAppSpec()): string {
  const parts = listComponents(spec);
  return [
    intro,
    `## Parts and cost\n\n${renderParts(parts)}`,
    `## Network\n\nOnly what the ingress names is reached from outside. Inside the app it is plain HTTP, by the component's name; a worker has no
address at all.\n\n${fence(drawNetwork(spec, parts))}`,
    `## Data flow\n\n${fence(drawDataFlow(spec))}`,
    `## What needs what\n\nAn arrow leads to what has to be there. From settings: a component whose settings name another one, or a database, needs it. Jobs of
the kind PRE_DEPLOY end before anything of the new version starts.\n\n${fence(drawDependencies(parts))}`,
  ].join("\n");
}

/** What a month costs, as far as it runs all month: a job is paid by the second, for the minute that it takes. */
export function monthlyDollars(spec: AppSpec): number {
  return listComponents(spec)
    .filter(({ kind }) => kind !== "jobs")
    .reduce((sum, part) => sum + dollarsOf(part), 0);
}

function dollarsOf({ component }: Part): number {
  const slug = component.instance_size_slug ?? "apps-s-1vcpu-0.5gb";
  const price = prices[slug];
  if (price === undefined) throw new Error(`${component.name} has the size ${slug}, whose price is not known here`);
  return price * (component.instance_count ?? 1);
}

function renderParts(parts: readonly Part[]): string {
  const rows = parts.map((part) => {
    const { kind, component } = part;
    const price = kind === "jobs" ? "while it runs" : `$${dollarsOf(part)}`;
    return `| ${component.name} | ${kind.slice(0, -1)} | ${portsOf(part)} | ${component.instance_size_slug} | ${price} |`;
  });
  const total = parts.filter(({ kind }) => kind !== "jobs").reduce((sum, part) => sum + dollarsOf(part), 0);
  return [
    "| component | is a | listens on | size | a month |",
    "|---|---|---|---|---|",
    ...rows,
    `| | | | | **$${total}** |`,
    "",
    "Prices are those of the platform's API description of August 2026; the database is not among them.",
    "",
  ].join("\n");
}

function portsOf({ component }: Part): string {
  const internal = (component.internal_ports ?? []).map((port) => `${port}, inside the app`);
  return (
    [...(component.http_port === undefined ? [] : [`${component.http_port}, public`]), ...internal].join("; ") || "–"
  );
}

function drawNetwork(spec: AppSpec, parts: readonly Part[]): string {
  const routed = routesOf(spec);
  const running = parts.filter(({ kind }) => kind !== "jobs");
  const inside = running.map(({ component }) => box(component.name));
  return [
    "flowchart LR",
    '  people(["people and GitHub\'s webhooks"])',
    `  subgraph app["${spec.name}, region ${spec.region ?? "nearest"}"]`,
    ...inside.map((line) => `  ${line}`),
    "  end",
    ...outside.map(({ id, label }) => `  ${id}[("${label}")]`),
    ...routed.map(({ path, name }) => arrow({ from: "people", to: name, of: `https ${path}` })),
    ...edgesOf(running).map(arrow),
  ].join("\n");
}

const outside = [
  { id: "database", label: "PostgreSQL" },
  { id: "github", label: "GitHub" },
] as const;

/** What settings lead to, by the names under which they are read. */
const leadsTo: Readonly<Record<string, Omit<Edge, "from">>> = {
  POSTGRES_URL: { to: "database", of: "SQL" },
  POSTGRES_DIRECT_URL: { to: "database", of: "SQL" },
  GITHUB_API_URL: { to: "github", of: "https" },
};

function edgesOf(parts: readonly Part[]): readonly Edge[] {
  const all = parts.flatMap(({ component }): Edge[] => {
    const from = component.name;
    const named = (component.envs ?? []).flatMap(({ value = "" }) =>
      parts
        .filter((other) => other.component.name !== from && value.includes(`//${other.component.name}:`))
        .map((other) => ({ from, to: other.component.name, of: "http" })),
    );
    const program = deployedPrograms.find((one) => one.component === from);
    const read = Object.keys(program?.settings.shape ?? {}).flatMap((name) => {
      const target = leadsTo[name];
      return target === undefined ? [] : [{ from, ...target }];
    });
    return [...named, ...read];
  });
  return all.filter((edge, index) => all.findIndex((one) => one.from === edge.from && one.to === edge.to) === index);
}

function drawDataFlow(spec: AppSpec): string {
  const programs = deployedPrograms.map(({ component }) => component);
  const component = (part: string): string => {
    const name = programs.find((one) => one.endsWith(part));
    if (name === undefined) throw new Error(`there is no program ${part} to draw`);
    if (!listComponents(spec).some((one) => one.component.name === name)) throw new Error(`the spec has no ${name}`);
    return name;
  };
  const [web, worker, mcp] = [component("-web"), component("-worker"), component("-mcp")];
  return [
    "sequenceDiagram",
    "  actor Person",
    `  participant ${idOf(web)} as ${web}`,
    `  participant ${idOf(worker)} as ${worker}`,
    `  participant ${idOf(mcp)} as ${mcp}`,
    "  participant Database as PostgreSQL",
    "  participant GitHub",
    `  Note over Person,GitHub: signing in`,
    `  Person->>${idOf(web)}: /api/auth/signin/github`,
    `  ${idOf(web)}-->>Person: 302 to GitHub, and back to /api/auth/callback/github`,
    `  ${idOf(web)}->>GitHub: code for a token`,
    `  ${idOf(web)}->>Database: session`,
    `  Note over Person,GitHub: a change at GitHub`,
    `  GitHub->>${idOf(web)}: signed delivery`,
    `  ${idOf(web)}->>Database: delivery kept, 202`,
    `  ${idOf(worker)}->>Database: delivery taken, facts written`,
    `  Database-->>${idOf(web)}: notification`,
    `  ${idOf(web)}-->>Person: server-sent event, tile moves`,
    `  Note over Person,GitHub: reading what no delivery tells`,
    `  ${idOf(worker)}->>GitHub: GraphQL and REST, with the workspace's own connection`,
    `  ${idOf(worker)}->>Database: facts, checkpoint after each page`,
    `  Note over Person,GitHub: an AI client`,
    `  Person->>${idOf(web)}: /api/mcp with a token`,
    `  ${idOf(web)}->>${idOf(mcp)}: the same, signed for whom, for a minute`,
    `  ${idOf(mcp)}->>Database: numbers, as that person`,
  ].join("\n");
}

function drawDependencies(parts: readonly Part[]): string {
  const jobs = parts.filter(({ kind, component }) => kind === "jobs" && component.kind === "PRE_DEPLOY");
  const running = parts.filter(({ kind }) => kind !== "jobs");
  const after = jobs.flatMap((job) =>
    running.map(({ component }) => ({ from: component.name, to: job.component.name, of: "after" })),
  );
  return [
    "flowchart TD",
    ...parts.map(({ component }) => box(component.name)),
    ...outside.map(({ id, label }) => `  ${id}[("${label}")]`),
    ...[...edgesOf(parts), ...after].map(({ from, to, of }) =>
      of === "after" ? `  ${idOf(from)} -. after .-> ${idOf(to)}` : `  ${idOf(from)} --> ${idOf(to)}`,
    ),
  ].join("\n");
}

function routesOf(spec: AppSpec): readonly { readonly path: string; readonly name: string }[] {
  return (spec.ingress?.rules ?? []).flatMap(({ match, component }) =>
    component === undefined ? [] : [{ path: match?.path?.prefix ?? "/", name: component.name }],
  );
}

const box = (name: string): string => `  ${idOf(name)}["${name}"]`;
const arrow = ({ from, to, of }: Edge): string => `  ${idOf(from)} -- "${of}" --> ${idOf(to)}`;
const idOf = (name: string): string => name.replaceAll("-", "_");
const fence = (diagram: string): string => `\`\`\`mermaid\n${diagram}\n\`\`\`\n`;
