import { spawn } from "node:child_process";

import { z } from "zod";

export type Audit =
  | { readonly kind: "clean" }
  /** One line for each package that ships and has a hole that is high or critical. */
  | { readonly kind: "holes"; readonly lines: readonly string[] }
  /** Nobody answered, so that nothing is known: neither clean nor not. */
  | { readonly kind: "not_asked"; readonly reason: string };

const timeoutMs = 60_000;

const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string(),
      via: z.array(z.union([z.string(), z.object({ title: z.string() })])),
    }),
  ),
});
const faultSchema = z.object({ statusCode: z.number().optional(), error: z.object({ code: z.string().optional() }) });

/** Asks npm's registry, whichever it is configured to be, which of the packages that ship have known holes. */
export async function auditDependencies(root: string, env: Readonly<Record<string, string>> = {}): Promise<Audit> {
  const said = await runNpmAudit(root, env);
  if (said === null) return { kind: "not_asked", reason: "npm cannot be started" };
  const answer = parse(said);
  const report = reportSchema.safeParse(answer);
  if (!report.success) return { kind: "not_asked", reason: describeFault(answer) };
  const lines = Object.entries(report.data.vulnerabilities)
    .filter(([, { severity }]) => severity === "high" || severity === "critical")
    .map(([name, { severity, range, via }]) => {
      const titles = via.map((cause) => (typeof cause === "string" ? `through ${cause}` : cause.title));
      return `${name} ${range}: ${severity}, ${titles.join("; ")}`;
    });
  return lines.length === 0 ? { kind: "clean" } : { kind: "holes", lines };
}

/** One line for the end of a check. What could not be asked is said, and fails nothing: a mirror without audits is no fault of the code. */
export function describeAudit(audit: Audit): string {
  switch (audit.kind) {
    case "clean":
      return "ok     dependencies: none that ships has a known hole that is high or critical\n";
    case "holes":
      return `FAILED dependencies\n${audit.lines.map((line) => `       ${line}\n`).join("")}`;
    case "not_asked":
      return `NOT CHECKED dependencies: the registry gave no audit (${audit.reason}), so nothing is known of their holes\n`;
  }
}

async function runNpmAudit(root: string, env: Readonly<Record<string, string>>): Promise<string | null> {
  const child = spawn("npm", ["audit", "--json", "--omit=dev", "--fetch-retries=0", "--fetch-timeout=20000"], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: timeoutMs,
  });
  const chunks: string[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  return await new Promise((resolve) => {
    child.on("error", () => resolve(null));
    child.on("close", () => resolve(chunks.join("")));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function describeFault(answer: unknown): string {
  const fault = faultSchema.safeParse(answer);
  if (!fault.success) return "no answer";
  const { statusCode, error } = fault.data;
  return statusCode === undefined ? (error.code ?? "no answer") : `status ${statusCode}`;
}
