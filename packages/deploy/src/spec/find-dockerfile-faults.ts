import type { AppSpec, ServiceSpec } from "./spec-schema.ts";
import type { SpecFault } from "./spec-rules.ts";

/** The text of a Dockerfile by its path from the root of the repository; null when there is none. */
export type ReadDockerfile = (path: string) => string | null;

const kinds = ["services", "workers", "jobs"] as const;

/** Whether what a spec names can be built, and whether the image means to listen where the platform looks for it. */
export function findDockerfileFaults(spec: AppSpec, read: ReadDockerfile): readonly SpecFault[] {
  return kinds.flatMap((kind) =>
    (spec[kind] ?? []).flatMap((component, index) => findFaults(component, { path: [kind, index], read })),
  );
}

function findFaults(
  component: Partial<ServiceSpec>,
  { path, read }: { readonly path: readonly PropertyKey[]; readonly read: ReadDockerfile },
): readonly SpecFault[] {
  const { name, dockerfile_path: file, http_port: public_, internal_ports: internal = [] } = component;
  if (file === undefined) return [];
  const text = read([component.source_dir, file].filter((part) => part !== undefined && part !== "/").join("/"));
  if (text === null) {
    const cause = `${name} is built from ${file}, which is not in this repository`;
    const fix = "add the file, correct the path, or take the component out until it can be built";
    return [{ code: "SPEC_VALIDATION_ERROR", severity: "warning", path: [...path, "dockerfile_path"], cause, fix }];
  }
  const exposed = readExposed(text);
  const wanted = public_ === undefined ? internal : [public_, ...internal];
  const lacking = wanted.filter((port) => !exposed.includes(port));
  if (exposed.length === 0 || lacking.length === 0) return [];
  return [
    {
      code: "PORT_MISMATCH",
      severity: "error",
      path: [...path, public_ === undefined ? "internal_ports" : "http_port"],
      cause: `the platform looks for ${name} on ${lacking.join(" and ")}, and ${file} exposes ${exposed.join(" and ")}`,
      fix: "write the same port in both places, and have the program listen there on 0.0.0.0",
    },
  ];
}

/** The ports of the last stage, which alone becomes the image. One that a variable names is left out: it is not known here. */
function readExposed(dockerfile: string): readonly number[] {
  const lines = dockerfile.replaceAll(/\\\r?\n/g, " ").split(/\r?\n/);
  const last = lines.findLastIndex((line) => /^\s*FROM\s/i.test(line));
  return lines.slice(last + 1).flatMap((line) => {
    const [, ports = ""] = /^\s*EXPOSE\s+(.*)$/i.exec(line) ?? [];
    return ports.split(/\s+/).flatMap((port) => (/^\d+(\/tcp)?$/i.test(port) ? [Number.parseInt(port, 10)] : []));
  });
}
